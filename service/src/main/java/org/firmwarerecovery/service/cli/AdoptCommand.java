package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.firmwarerecovery.service.cli.client.RecoveryActions;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adopt}: makes a bank managed by the signed manifest of what is in it already; never writes the bank. */
@Command(name = "adopt", description = "Binds a signed manifest to what a bank holds.")
final class AdoptCommand extends ClientCommand {
    @Option(names = "--component", required = true, paramLabel = "C", description = "Component.")
    private String component = "";

    @Option(names = "--manifest", required = true, paramLabel = "F", description = "Its manifest.")
    private Path manifest = Path.of("");

    @Option(names = "--signature", paramLabel = "S", description = "Signature (default: beside the manifest).")
    private @Nullable Path signature;

    AdoptCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(RedfishClient client) throws IOException {
        Path signed = signature == null ? ManifestCommand.signatureOf(manifest) : signature;
        return finish(client, new RecoveryActions(client).adopt(component, manifest, signed), "adopt");
    }
}
