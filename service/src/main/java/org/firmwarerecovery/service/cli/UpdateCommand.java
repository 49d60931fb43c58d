package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.cli.client.RecoveryActions;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.image.BundleFile;
import org.firmwarerecovery.service.cli.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code update}: pushes a bundle to a node and follows its Task. */
@Command(name = "update", description = "Installs a bundle by multipart push.")
final class UpdateCommand extends ClientCommand {
    @Option(
            names = "--image",
            required = true,
            paramLabel = "FILE",
            description = "Bundle, or image with .manifest.json and .manifest.json.p7s beside it.")
    private Path image = Path.of("");

    @Option(names = "--component", paramLabel = "C", description = "Only this component; may be repeated.")
    private List<String> components = new ArrayList<>();

    UpdateCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(RedfishClient client) throws IOException {
        Path manifest = image.resolveSibling(image.getFileName() + ".manifest.json");
        if (!Files.exists(manifest)) {
            return push(client, image);
        }
        Path bundle = Files.createTempFile("firmware-recovery-", ".bundle");
        try {
            BundleFile.write(manifest, ManifestCommand.signatureOf(manifest), image, bundle);
            return push(client, bundle);
        } finally {
            Files.delete(bundle);
        }
    }

    private int push(RedfishClient client, Path bundle) throws IOException {
        return finish(client, new RecoveryActions(client).update(bundle, components), "update");
    }
}
