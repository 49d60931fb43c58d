package org.firmwarerecovery.update.io.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.store.Bundle;
import org.firmwarerecovery.update.io.store.BundleFault;
import org.firmwarerecovery.update.io.store.BundleOutcome;
import org.firmwarerecovery.update.io.store.BundleReader;
import org.firmwarerecovery.update.io.store.CompleteOutcome;
import org.firmwarerecovery.update.io.store.FillOutcome;
import org.firmwarerecovery.update.io.store.ImageStaging;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.Keep;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.store.StageOutcome;
import org.firmwarerecovery.update.io.store.VerifyOutcome;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.manifest.Manifest.Image;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;

/**
 * Takes an image from a stream into the store, in one copy: manifest first, then chunk by chunk into staging, then the whole
 * digest. What was refused leaves nothing behind; what merely broke off stays in staging for another try. Thread-safe.
 */
final class ImageIntake {
    private final ImageStore store;
    private final VerifiedPairs pairs;
    private final long imageBytesMax;

    ImageIntake(ImageStore store, VerifiedPairs pairs, long imageBytesMax) {
        this.store = store;
        this.pairs = pairs;
        this.imageBytesMax = imageBytesMax;
    }

    /** What has to hold at the end of the stream, once the image is read. */
    private interface Ending {
        Optional<Rejection> check() throws IOException;
    }

    /** Takes a bundle; {@code stream} stands at its first byte. */
    Taken bundle(InputStream stream, StopSignal stop) throws IOException {
        BundleOutcome outcome = BundleReader.open(stream, imageBytesMax);
        if (outcome instanceof BundleOutcome.Malformed malformed) {
            return new Taken.Rejected(invalid(malformed.fault()));
        }
        Bundle bundle = ((BundleOutcome.Opened) outcome).bundle();
        Verified verified = pairs.verify(bundle.pair());
        if (verified instanceof Verified.Refused refused) {
            return new Taken.Rejected(refused.rejection());
        }
        SignedManifest manifest = ((Verified.Ok) verified).manifest();
        return image(
                manifest,
                bundle.pair(),
                bundle.imageSize(),
                bundle.image(),
                stop,
                () -> bundle.finish().map(ImageIntake::invalid));
    }

    /**
     * Takes a bare image with its sidecars; the stream must end where the manifest says.
     *
     * @param announced bytes that the source announced, -1 when it did not
     */
    Taken sidecars(ManifestPair pair, long announced, InputStream stream, StopSignal stop) throws IOException {
        Verified verified = pairs.verify(pair);
        if (verified instanceof Verified.Refused refused) {
            return new Taken.Rejected(refused.rejection());
        }
        SignedManifest manifest = ((Verified.Ok) verified).manifest();
        long size = manifest.manifest().image().size();
        return image(
                manifest,
                pair,
                announced < 0 ? size : announced,
                stream,
                stop,
                () -> stream.read() < 0 ? Optional.empty() : Optional.of(new Rejection.SizeMismatch(size, size + 1)));
    }

    private Taken image(
            SignedManifest manifest, ManifestPair pair, long size, InputStream stream, StopSignal stop, Ending ending)
            throws IOException {
        Image image = manifest.manifest().image();
        if (image.size() > imageBytesMax) {
            return new Taken.Rejected(new Rejection.ImageTooLarge(image.size(), imageBytesMax));
        }
        if (size != image.size()) {
            return new Taken.Rejected(new Rejection.SizeMismatch(image.size(), size));
        }
        if (!StagingText.isStorable(image)) {
            return new Taken.Failed("the manifest gives no SHA-256 of the image");
        }
        Pace pace = Pace.free().cancelledBy(stop::requested);
        StageOutcome outcome = store.stage(StagingText.shape(image), pair, pace);
        if (outcome instanceof StageOutcome.AlreadyStored) {
            return stored(manifest, pace);
        }
        if (!(outcome instanceof StageOutcome.Staged staged)) {
            return new Taken.Failed(StagingText.refusal(outcome));
        }
        try (ImageStaging staging = staged.staging()) {
            return fill(staging, manifest, stream, pace, ending);
        }
    }

    private static Taken fill(
            ImageStaging staging, SignedManifest manifest, InputStream stream, Pace pace, Ending ending)
            throws IOException {
        FillOutcome filled = staging.fill(stream, pace);
        if (filled instanceof FillOutcome.WrongChunk wrong) {
            staging.discard();
            return new Taken.Rejected(new Rejection.ChunkDigestMismatch(wrong.chunk()));
        }
        if (filled instanceof FillOutcome.SourceEnded ended) {
            return new Taken.Rejected(new Rejection.SizeMismatch(ended.size(), ended.bytesDone()));
        }
        if (filled instanceof FillOutcome.Cancelled) {
            return new Taken.Failed("stopped");
        }
        Optional<Rejection> atEnd = ending.check();
        if (atEnd.isPresent()) {
            staging.discard();
            return new Taken.Rejected(atEnd.get());
        }
        CompleteOutcome outcome = staging.complete(Keep.INSTALLED, ManifestContent.of(manifest), pace);
        if (outcome instanceof CompleteOutcome.Completed) {
            return new Taken.Stored(manifest);
        }
        return outcome.refusal().<Taken>map(Taken.Rejected::new).orElseGet(() -> new Taken.Failed("stopped"));
    }

    /** The image is there already; its bytes are hashed again instead of being read from the source. */
    private Taken stored(SignedManifest manifest, Pace pace) throws IOException {
        Digest digest = StagingText.shape(manifest.manifest().image()).digest();
        VerifyOutcome outcome = store.verify(digest, pace);
        if (outcome instanceof VerifyOutcome.Good) {
            return ManifestContent.stored(store, manifest, pace)
                    .<Taken>map(Taken.Rejected::new)
                    .orElseGet(() -> new Taken.Stored(manifest));
        }
        return new Taken.Failed(
                outcome instanceof VerifyOutcome.Broken broken
                        ? "the stored image turned out to be broken (" + broken.reason() + "); try again"
                        : "stopped");
    }

    private static Rejection invalid(BundleFault fault) {
        return new Rejection.ContainerInvalid("bundle", fault.detail());
    }
}
