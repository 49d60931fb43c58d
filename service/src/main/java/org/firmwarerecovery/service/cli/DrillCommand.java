package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.util.Optional;
import org.firmwarerecovery.service.cli.client.RecoveryActions;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drill}: proves that a recovery would find and verify an image; nothing is written. */
@Command(name = "drill", description = "Rehearses a recovery without writing.")
final class DrillCommand extends ClientCommand {
    @Option(names = "--component", paramLabel = "C", description = "Component; may be left out when there is one.")
    private Optional<String> component = Optional.empty();

    DrillCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(RedfishClient client) throws IOException {
        return finish(client, new RecoveryActions(client).drill(component(client, component)), "drill");
    }
}
