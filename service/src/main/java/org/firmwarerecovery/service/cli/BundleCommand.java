package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.firmwarerecovery.service.cli.image.BundleFile;
import org.firmwarerecovery.service.cli.image.ImageMatch;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.Parsed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bundle create}: manifest, signature and image in one file. */
@Command(name = "bundle", description = "Bundles of manifest, signature and image.")
final class BundleCommand {
    private final Screen screen;

    BundleCommand(Screen screen) {
        this.screen = screen;
    }

    @Command(name = "create", description = "Makes a bundle that every node installs.")
    int create(
            @Option(names = "--manifest", required = true, paramLabel = "F", description = "The manifest.")
                    Path manifest,
            @Option(names = "--signature", required = true, paramLabel = "F.p7s", description = "Its signature.")
                    Path signature,
            @Option(names = "--image", required = true, paramLabel = "I", description = "The image.") Path image,
            @Option(names = "--out", required = true, paramLabel = "B", description = "The bundle.") Path out)
            throws IOException {
        Parsed parsed = ManifestCodec.parse(Files.readAllBytes(manifest));
        if (parsed instanceof Parsed.Refused refused) {
            screen.note(manifest + ": " + refused.rejection().text());
            return ExitStatus.FAILED;
        }
        // A bundle whose image is another one would be refused by every node: better here, where it can be put right.
        Optional<String> difference = ImageMatch.difference(((Parsed.Ok) parsed).manifest(), image);
        if (difference.isPresent()) {
            screen.note(image + ": " + difference.get());
            return ExitStatus.FAILED;
        }
        BundleFile.write(manifest, signature, image, out);
        screen.line(out + ": bundle of " + Files.size(out) + " bytes");
        return ExitStatus.DONE;
    }
}
