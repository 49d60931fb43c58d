package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.firmwarerecovery.service.cli.demo.DemoCommand;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.update.io.flash.FlashSizeException;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.store.StateFolderException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole. */
@Command(
        name = "firmware-recovery",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        description = "Servers that repair their firmware from each other, over Redfish.")
public final class RootCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private RootCommand() {}

    /** All commands, ready to execute; {@code launcher} starts nodes for {@code serve}. */
    public static CommandLine commandLine(NodeLauncher launcher, Screen screen) {
        return commandLine(launcher, screen, List.of());
    }

    /**
     * The commands that {@code arguments} can mean: only the one they begin with, if they begin with one, since taking all of
     * them apart costs a tenth of the CPU time of a start; else all.
     */
    public static CommandLine commandLine(NodeLauncher launcher, Screen screen, List<String> arguments) {
        Map<String, Supplier<Object>> commands = commands(launcher, screen);
        CommandLine line = new CommandLine(new RootCommand());
        Supplier<Object> wanted = arguments.isEmpty() ? null : commands.get(arguments.get(0));
        if (wanted != null) {
            line.addSubcommand(wanted.get());
        } else {
            commands.values().forEach(command -> line.addSubcommand(command.get()));
        }
        line.getSubcommands().values().forEach(RootCommand::addHelp);
        line.registerConverter(ChunkSize.class, new ChunkSize.Converter());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(screen.out());
        line.setErr(screen.err());
        line.setExecutionExceptionHandler((failure, command, parsed) -> status(failure, screen));
        return line;
    }

    private static Map<String, Supplier<Object>> commands(NodeLauncher launcher, Screen screen) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new DemoCommand(screen));
        commands.put("serve", () -> new ServeCommand(launcher, screen));
        commands.put("check-config", () -> new CheckConfigCommand(launcher, screen));
        commands.put("config", () -> new ConfigCommand(screen));
        commands.put("manifest", () -> new ManifestCommand(screen));
        commands.put("bundle", () -> new BundleCommand(screen));
        commands.put("image", () -> new ImageCommand(screen));
        commands.put("fleet", () -> new FleetCommand(screen));
        commands.put("admin", () -> new AdminCommand(screen));
        commands.put("boot", () -> new BootCommand(screen));
        commands.put("status", () -> new StatusCommand(screen));
        commands.put("peers", () -> new PeersCommand(screen));
        commands.put("recover", () -> new RecoverCommand(screen));
        commands.put("verify", () -> new VerifyCommand(screen));
        commands.put("adopt", () -> new AdoptCommand(screen));
        commands.put("update", () -> new UpdateCommand(screen));
        return commands;
    }

    /** Help for every command, without the standard mixin: its --version belongs to manifests here. */
    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this help.")
                        .build());
        command.getSubcommands().values().forEach(RootCommand::addHelp);
    }

    /** A failure as one sentence; only what is no expected failure shows where it happened. */
    private static int status(Exception failure, Screen screen) {
        if (failure instanceof StateFolderException
                || failure instanceof NewerFormatException
                || failure instanceof FlashSizeException) {
            screen.note(String.valueOf(failure.getMessage()));
            boolean passing = failure instanceof StateFolderException folder
                    && folder.problem() != StateFolderException.Problem.DAMAGED;
            return passing ? ExitStatus.NOT_NOW : ExitStatus.BAD_CONFIGURATION;
        }
        if (failure instanceof IOException expected) {
            String name = expected.getClass().getSimpleName();
            String message = String.valueOf(expected.getMessage());
            screen.note(expected instanceof FileSystemException ? message + " (" + name + ")" : message);
            return ExitStatus.FAILED;
        }
        failure.printStackTrace(screen.err());
        screen.err().flush();
        return ExitStatus.FAILED;
    }

    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not prepared this command");
        }
        throw new ParameterException(spec.commandLine(), "a command is needed");
    }

    /** The version of the program. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {"firmware-recovery " + (version == null ? "(not packaged)" : version)};
        }
    }
}
