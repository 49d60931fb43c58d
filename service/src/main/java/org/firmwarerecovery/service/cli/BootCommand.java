package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.function.Function;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.store.BootReport;
import org.firmwarerecovery.update.io.store.BootReports;
import org.firmwarerecovery.update.node.BootResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code boot report}: a boot loader, or a script after it, tells the node how a start of a bank's image went. */
@Command(name = "boot", description = "Tells a node how its components start.")
final class BootCommand {
    private final Screen screen;

    BootCommand(Screen screen) {
        this.screen = screen;
    }

    @Command(
            name = "report",
            description =
                    "Leaves a report for the node, which need not run. The report is on disk when this ends with 0.")
    int report(
            @Option(names = "--state", required = true, paramLabel = "DIR", description = "node.state of the node.")
                    Path state,
            @Option(
                            names = "--component",
                            required = true,
                            paramLabel = "C",
                            converter = ComponentConverter.class,
                            description = "Component that was started.")
                    ComponentId component,
            @Option(
                            names = "--bank",
                            required = true,
                            paramLabel = "A",
                            converter = BankConverter.class,
                            description = "Bank it was started from: A, B or Golden.")
                    BankId bank,
            @Option(
                            names = "--result",
                            required = true,
                            paramLabel = "R",
                            converter = ResultConverter.class,
                            description = "started, ok or failed.")
                    BootResult result)
            throws IOException {
        if (!Files.isReadable(state) && Files.exists(state)) {
            return notUsable(state, "this user may not read it");
        }
        if (!Files.exists(state.resolve("formatVersion"))) {
            return notUsable(state, "no state of a node");
        }
        if (!Files.isDirectory(state.resolve("banks").resolve(component.value()))) {
            screen.note("there is no component " + component);
            return ExitStatus.FAILED;
        }
        try {
            BootReports.of(state.toAbsolutePath().normalize()).add(new BootReport(component, bank, result));
            return ExitStatus.DONE;
        } catch (AccessDeniedException e) {
            return notUsable(state, "this user may not write " + e.getFile());
        } catch (ReadOnlyFileSystemException e) {
            return notUsable(state, "its file system is read-only");
        }
    }

    private int notUsable(Path state, String why) {
        screen.note(state + ": " + why);
        return ExitStatus.BAD_CONFIGURATION;
    }

    /** What {@code reader} makes of an option's value; its refusal is told as it is. */
    private static <T> T read(String value, Function<String, T> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** Component ids. */
    static final class ComponentConverter implements ITypeConverter<ComponentId> {
        @Override
        public ComponentId convert(String value) {
            if (!ComponentId.isValid(value)) {
                throw new TypeConversionException("'" + value + "' is not a component id");
            }
            return new ComponentId(value);
        }
    }

    /** Banks by label. */
    static final class BankConverter implements ITypeConverter<BankId> {
        @Override
        public BankId convert(String value) {
            return read(value, BankId::of);
        }
    }

    /** Results by word. */
    static final class ResultConverter implements ITypeConverter<BootResult> {
        @Override
        public BootResult convert(String value) {
            return read(value, BootReport::result);
        }
    }
}
