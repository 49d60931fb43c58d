package org.firmwarerecovery.update.io.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.PacedImage;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.flash.RunningDigest;
import org.firmwarerecovery.update.io.ingest.ManifestContent;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.store.Bundle;
import org.firmwarerecovery.update.io.store.BundleDetection;
import org.firmwarerecovery.update.io.store.BundleFault;
import org.firmwarerecovery.update.io.store.BundleOutcome;
import org.firmwarerecovery.update.io.store.BundleReader;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;

/** Verifies one entry: container, signature, and every byte against chunks and whole digests. One copy is read, none is made. */
final class LibraryCheck {
    /** What a bundle has more than its image: sidecars, headers, and the zeros at its end. */
    static final long BUNDLE_MORE =
            ManifestPair.MANIFEST_BYTES_MAX + ManifestPair.SIGNATURE_BYTES_MAX + 2L * 1024 * 1024;

    private static final int BUFFER_BYTES = 128 * 1024;

    private final VerifiedPairs pairs;
    private final long imageBytesMax;

    LibraryCheck(VerifiedPairs pairs, long imageBytesMax) {
        this.pairs = pairs;
        this.imageBytesMax = imageBytesMax;
    }

    /** What a check gave. */
    sealed interface Checked {
        /** All of it holds. {@code offset} is where the image begins in the file. */
        record Good(SignedManifest manifest, long offset) implements Checked {}

        /** It is refused for good: the same file would be refused again. */
        record Bad(String reason) implements Checked {}

        /** The medium or its permissions stood in the way: worth another try. */
        record Unreadable(String reason) implements Checked {}

        /** It changed while it was read, or the check was stopped. */
        record Unfinished() implements Checked {}

        /** Why it is not good; empty when there is nothing to say. */
        default String reason() {
            return "";
        }
    }

    /** Checks the files that were seen. */
    Checked check(Candidate candidate, Pace pace) {
        FileStamp image = candidate.image();
        if (!candidate.trouble().isEmpty() || image == null) {
            return new Checked.Bad(candidate.trouble());
        }
        try (FileChannel channel = open(image)) {
            Checked checked =
                    candidate.hasSidecars() ? sidecars(candidate, channel, pace) : bundle(candidate, channel, pace);
            return candidate.stillThere() ? checked : new Checked.Unfinished();
        } catch (IOException e) {
            return stillThere(candidate)
                    ? new Checked.Unreadable("it cannot be read: " + e.getMessage())
                    : new Checked.Unfinished();
        }
    }

    private static boolean stillThere(Candidate candidate) {
        try {
            return candidate.stillThere();
        } catch (IOException unreadable) {
            return false;
        }
    }

    static FileChannel open(FileStamp stamp) throws IOException {
        return FileChannel.open(stamp.file(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Manifest and signature of an entry, unverified; {@code channel} stands at the first byte of the file. */
    ManifestPair pair(Candidate candidate, FileChannel channel) throws IOException {
        FileStamp manifest = candidate.manifest();
        FileStamp signature = candidate.signature();
        if (manifest != null && signature != null) {
            return ManifestPair.of(
                    AtomicFiles.read(manifest.file(), ManifestPair.MANIFEST_BYTES_MAX),
                    AtomicFiles.read(signature.file(), ManifestPair.SIGNATURE_BYTES_MAX));
        }
        BundleOutcome outcome = BundleReader.open(Channels.newInputStream(channel), imageBytesMax);
        if (outcome instanceof BundleOutcome.Opened opened) {
            return opened.bundle().pair();
        }
        throw new IOException(((BundleOutcome.Malformed) outcome).fault().detail());
    }

    private Checked sidecars(Candidate candidate, FileChannel channel, Pace pace) throws IOException {
        Verified verified = pairs.judge(pair(candidate, channel));
        if (!(verified instanceof Verified.Ok ok)) {
            return bad(((Verified.Refused) verified).rejection());
        }
        Checked checked = content(ok.manifest(), candidate.size(), 0, Channels.newInputStream(channel), pace);
        return inside(checked, channel, pace);
    }

    private Checked bundle(Candidate candidate, FileChannel channel, Pace pace) throws IOException {
        InputStream stream = Channels.newInputStream(channel);
        BundleOutcome outcome = BundleReader.open(stream, imageBytesMax);
        if (outcome instanceof BundleOutcome.Malformed malformed) {
            channel.position(0);
            boolean meant = BundleDetection.isBundle(stream.readNBytes(BundleDetection.HEAD_BYTES));
            return meant
                    ? bad(invalid(malformed.fault()))
                    : new Checked.Bad("it is no bundle, and no " + candidate.name() + ".manifest.json is beside it");
        }
        // The reader takes no byte more than it needs, so the channel stands at the image.
        long offset = channel.position();
        Bundle bundle = ((BundleOutcome.Opened) outcome).bundle();
        Verified verified = pairs.judge(bundle.pair());
        if (!(verified instanceof Verified.Ok ok)) {
            return bad(((Verified.Refused) verified).rejection());
        }
        Checked checked = content(ok.manifest(), bundle.imageSize(), offset, bundle.image(), pace);
        Optional<BundleFault> fault = checked instanceof Checked.Good ? bundle.finish() : Optional.<BundleFault>empty();
        return fault.isPresent() ? bad(invalid(fault.get())) : inside(checked, channel, pace);
    }

    /** The inside of an image whose bytes are good, held against its manifest. */
    private static Checked inside(Checked checked, FileChannel channel, Pace pace) throws IOException {
        if (!(checked instanceof Checked.Good good)) {
            return checked;
        }
        ImageBytes image = ImageBytes.of(
                channel, good.offset(), good.manifest().manifest().image().size());
        try {
            return ManifestContent.of(good.manifest())
                    .check(new PacedImage(image, pace))
                    .map(LibraryCheck::bad)
                    .orElse(checked);
        } catch (PacedImage.CancelledException cancelled) {
            return new Checked.Unfinished();
        }
    }

    private Checked content(SignedManifest manifest, long size, long offset, InputStream stream, Pace pace)
            throws IOException {
        Manifest.Image image = manifest.manifest().image();
        if (image.size() > imageBytesMax) {
            return bad(new Rejection.ImageTooLarge(image.size(), imageBytesMax));
        }
        if (size != image.size()) {
            return bad(new Rejection.SizeMismatch(image.size(), size));
        }
        if (image.digest(Digest.SHA_256).isEmpty()) {
            return new Checked.Bad("the manifest gives no SHA-256 of the image");
        }
        List<RunningDigest> whole = new ArrayList<>();
        image.digests().forEach(digest -> whole.add(new RunningDigest(digest.algorithm())));
        ChunkList chunks = image.chunks();
        byte[] buffer = new byte[BUFFER_BYTES];
        Pace.Run run = pace.begin();
        for (int index = 0; index < chunks.count(); index++) {
            Digest expected = chunks.digest(index);
            RunningDigest chunk = new RunningDigest(expected.algorithm());
            for (int left = chunks.length(index); left > 0; ) {
                int count = stream.read(buffer, 0, Math.min(left, buffer.length));
                if (count < 0) {
                    return bad(new Rejection.SizeMismatch(size, run.bytesDone()));
                }
                chunk.add(buffer, 0, count);
                whole.forEach(digest -> digest.add(buffer, 0, count));
                left -= count;
                if (!run.advance(count)) {
                    return new Checked.Unfinished();
                }
            }
            if (!chunk.finish().equals(expected)) {
                return bad(new Rejection.ChunkDigestMismatch(index));
            }
        }
        for (int i = 0; i < whole.size(); i++) {
            Digest found = whole.get(i).finish();
            if (!found.equals(image.digests().get(i))) {
                return bad(new Rejection.DigestMismatch("image", image.digests().get(i), found));
            }
        }
        return new Checked.Good(manifest, offset);
    }

    private static Rejection invalid(BundleFault fault) {
        return new Rejection.ContainerInvalid("bundle", fault.detail());
    }

    private static Checked bad(Rejection rejection) {
        return new Checked.Bad(rejection.text());
    }
}
