package org.firmwarerecovery.service.cli;

import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.service.config.ConfigurationReference;
import picocli.CommandLine.Command;

/** {@code config reference}: every configuration key as Markdown. */
@Command(name = "config", description = "About the configuration.")
final class ConfigCommand {
    private final Screen screen;

    ConfigCommand(Screen screen) {
        this.screen = screen;
    }

    @Command(
            name = "reference",
            description = "Prints every key with type, unit, default, Redfish property and meaning.")
    int reference() {
        screen.out().print(ConfigurationReference.markdown());
        screen.out().flush();
        return ExitStatus.DONE;
    }
}
