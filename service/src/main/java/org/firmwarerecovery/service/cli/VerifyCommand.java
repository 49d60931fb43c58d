package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.cli.client.Inventory;
import org.firmwarerecovery.service.cli.client.RecoveryActions;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: has a node compare its banks and stored images with their manifests now. */
@Command(name = "verify", description = "Checks banks and stored images now.")
final class VerifyCommand extends ClientCommand {
    @Option(names = "--component", paramLabel = "C", description = "Only this component; may be repeated.")
    private List<String> components = new ArrayList<>();

    VerifyCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(RedfishClient client) throws IOException {
        int status = finish(client, new RecoveryActions(client).verifyImages(components), "verify");
        if (!json()) {
            Inventory.read(client).table().forEach(screen()::line);
        }
        return status;
    }
}
