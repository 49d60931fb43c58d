package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.firmwarerecovery.service.cli.demo.DemoCommand;
import org.firmwarerecovery.service.cli.terminal.Screen;
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

    /** The commands, ready to execute; {@code launcher} starts nodes for {@code serve}. */
    public static CommandLine commandLine(NodeLauncher launcher, Screen screen) {
        CommandLine line = new CommandLine(new RootCommand())
                .addSubcommand(new DemoCommand(screen))
                .addSubcommand(new ServeCommand(launcher, screen))
                .addSubcommand(new CheckConfigCommand(launcher, screen))
                .addSubcommand(new ConfigCommand(screen))
                .addSubcommand(new ManifestCommand(screen))
                .addSubcommand(new BundleCommand(screen))
                .addSubcommand(new FleetCommand(screen))
                .addSubcommand(new AdminCommand(screen))
                .addSubcommand(new BootCommand(screen))
                .addSubcommand(new StatusCommand(screen))
                .addSubcommand(new PeersCommand(screen))
                .addSubcommand(new RecoverCommand(screen))
                .addSubcommand(new VerifyCommand(screen))
                .addSubcommand(new AdoptCommand(screen))
                .addSubcommand(new UpdateCommand(screen));
        line.getSubcommands().values().forEach(RootCommand::addHelp);
        line.registerConverter(ChunkSize.class, new ChunkSize.Converter());
        line.setOut(screen.out());
        line.setErr(screen.err());
        line.setExecutionExceptionHandler((failure, command, parsed) -> status(failure, screen));
        return line;
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
        if (failure instanceof StateFolderException || failure instanceof NewerFormatException) {
            screen.note(String.valueOf(failure.getMessage()));
            return ExitStatus.BAD_CONFIGURATION;
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
