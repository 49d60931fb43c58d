package org.firmwarerecovery.update.io.ingest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.PacedImage;
import org.firmwarerecovery.update.io.container.openbmc.OpenBmcTarball;
import org.firmwarerecovery.update.io.container.openbmc.SystemKeys;
import org.firmwarerecovery.update.io.container.openbmc.VendorImage;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.manifest.Rejection;

/**
 * Takes tarballs of OpenBMC that come without a manifest of ours, where keys of vendors are trusted. Which manifest follows
 * from a tarball is known only at its end, so one that streams in is kept in the folder of uploads first; what a crash leaves
 * there goes with the uploads. Thread-safe; blocks.
 */
final class VendorIntake {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String SPOOL_PREFIX = "tarball-";
    private static final String SPOOL_ENDING = ".part";

    private final ImageIntake intake;
    private final Path spool;
    private final SystemKeys keys;
    private final OpenBmcTarball format;
    private final long imageBytesMax;

    VendorIntake(ImageIntake intake, IngestSettings settings) {
        this.intake = intake;
        this.spool = settings.uploads();
        this.keys = settings.vendorKeys();
        this.format = new OpenBmcTarball(keys);
        this.imageBytesMax = settings.imageBytesMax();
    }

    /** True where a file that begins with these bytes may be taken here. */
    boolean takes(byte[] head) {
        return !keys.isEmpty() && format.recognises(head);
    }

    /** Takes a tarball as it streams in. */
    Taken stream(InputStream stream, StopSignal stop) throws IOException {
        Path file = Files.createTempFile(spool, SPOOL_PREFIX, SPOOL_ENDING);
        try {
            byte[] buffer = new byte[BUFFER_BYTES];
            long size = 0;
            try (OutputStream kept = Files.newOutputStream(file)) {
                for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                    size += count;
                    if (size > imageBytesMax) {
                        return new Taken.Rejected(new Rejection.ImageTooLarge(size, imageBytesMax));
                    }
                    if (stop.requested()) {
                        return new Taken.Failed("stopped");
                    }
                    kept.write(buffer, 0, count);
                }
            }
            return file(file, stop);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Takes a tarball that lies in a file, which stays the caller's. */
    Taken file(Path file, StopSignal stop) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ImageBytes image = stoppable(channel, stop);
            byte[] head = image.read(0, (int) Math.min(BUFFER_BYTES, image.size()));
            return VendorImage.isCompressed(head) ? inflated(image, stop) : plain(file, image, stop);
        }
    }

    private Taken inflated(ImageBytes image, StopSignal stop) throws IOException {
        Path file = Files.createTempFile(spool, SPOOL_PREFIX, SPOOL_ENDING);
        try {
            Optional<Rejection> refused;
            try (OutputStream kept = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
                refused = VendorImage.inflate(image, kept, imageBytesMax);
            }
            if (refused.isPresent()) {
                return new Taken.Rejected(refused.get());
            }
            try (FileChannel channel = FileChannel.open(file)) {
                return plain(file, stoppable(channel, stop), stop);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Reading a large file takes longer than a node may take to stop. */
    private static ImageBytes stoppable(FileChannel channel, StopSignal stop) throws IOException {
        return new PacedImage(ImageBytes.of(channel), Pace.free().cancelledBy(stop::requested));
    }

    private Taken plain(Path file, ImageBytes image, StopSignal stop) throws IOException {
        VendorImage.Made made = VendorImage.make(image, keys);
        if (made instanceof VendorImage.Made.Refused refused) {
            return new Taken.Rejected(refused.rejection());
        }
        VendorImage.Made.Vouched vouched = (VendorImage.Made.Vouched) made;
        try (InputStream stream = Files.newInputStream(file)) {
            return intake.sidecars(new ManifestPair(vouched.manifest(), vouched.proof()), image.size(), stream, stop);
        }
    }
}
