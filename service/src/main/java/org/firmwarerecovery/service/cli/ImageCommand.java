package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.firmwarerecovery.service.cli.image.FileInspection;
import org.firmwarerecovery.service.cli.image.Report;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.update.io.container.Profile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code image inspect}: what a file of firmware is, offline. */
@Command(name = "image", description = "Files of firmware, offline.")
final class ImageCommand {
    private final Screen screen;

    ImageCommand(Screen screen) {
        this.screen = screen;
    }

    @Command(name = "inspect", description = "Says what a file is, what is in it and whether it may be used.")
    int inspect(
            @Parameters(
                            paramLabel = "FILE",
                            description = "A bundle, a vendor's container, a raw image, a manifest or a signature.")
                    Path file,
            @Option(names = "--json", description = "Answers in JSON.") boolean json,
            @Option(
                            names = "--profile",
                            paramLabel = "P",
                            defaultValue = "lenient",
                            description = "strict or lenient: refuses, or names, what only some readers accept"
                                    + " (default: ${DEFAULT-VALUE}).")
                    Profile profile,
            @Option(
                            names = "--trust",
                            paramLabel = "DIR",
                            description = "Folder of root certificates; without it nobody judges who signed.")
                    @Nullable
                    Path trust,
            @Option(
                            names = "--manifest",
                            paramLabel = "M",
                            description = "Manifest that the file belongs to (default: the one beside it).")
                    @Nullable
                    Path manifest,
            @Option(
                            names = "--image",
                            paramLabel = "I",
                            description = "Image of a manifest or signature (default: the one beside it).")
                    @Nullable
                    Path image)
            throws IOException {
        Report report = new FileInspection(profile, trust).inspect(file, manifest, image);
        if (json) {
            screen.json(report.members());
        } else {
            report.show(screen);
        }
        return report.isGood() ? ExitStatus.DONE : ExitStatus.FAILED;
    }
}
