package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.PacedImage;
import org.firmwarerecovery.update.io.flash.RunningDigest;
import org.firmwarerecovery.update.io.ingest.ManifestContent;
import org.firmwarerecovery.update.io.ingest.StagingText;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.store.ChunkOutcome;
import org.firmwarerecovery.update.io.store.CompleteOutcome;
import org.firmwarerecovery.update.io.store.DeleteOutcome;
import org.firmwarerecovery.update.io.store.ImageShape;
import org.firmwarerecovery.update.io.store.ImageStaging;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.Keep;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.store.OpenOutcome;
import org.firmwarerecovery.update.io.store.StageOutcome;
import org.firmwarerecovery.update.io.store.StoredImage;
import org.firmwarerecovery.update.io.store.VerifyOutcome;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.manifest.Manifest.Image;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeEvent.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work on the image store: staging, its chunks, the whole image, forgetting one. Whenever the set of complete images
 * changed, {@link NodeEvent.StoreChanged} tells the machine all of them, each with its verified manifest.
 *
 * <p>Threads: any; chunks of one image may be written by several threads at once.
 */
public final class StoreWork implements ImageDrop, AutoCloseable {
    /** Most images that are being staged at once. */
    public static final int STAGINGS_MAX = 8;

    private static final Logger LOG = LoggerFactory.getLogger(StoreWork.class);
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int DROPS_MAX = 256;

    private final ImageStore store;
    private final VerifiedPairs pairs;
    private final Consumer<NodeEvent> events;
    private final Predicate<Digest> wanted;
    private final TreeMap<Digest, ImageStaging> stagings = new TreeMap<>();
    private final TreeMap<Digest, SignedManifest> known = new TreeMap<>();
    private final ThreadPoolExecutor drops;

    /**
     * Work on {@code store}, which stays the caller's to close.
     *
     * @param wanted tells whether some running job still needs the image of this digest; staging of others is suspended
     * @param events hears of changes
     */
    public StoreWork(ImageStore store, VerifiedPairs pairs, Predicate<Digest> wanted, Consumer<NodeEvent> events) {
        this.store = store;
        this.pairs = pairs;
        this.wanted = wanted;
        this.events = events;
        this.drops = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(DROPS_MAX), work -> {
            Thread thread = new Thread(work, "store-drop");
            thread.setDaemon(true);
            return thread;
        });
        drops.allowCoreThreadTimeOut(true);
    }

    /** Opens staging for an image, going on where an earlier attempt ended. */
    public Outcome openStaging(NodeEffect.OpenStaging effect, StopSignal stop) throws IOException, StoppedException {
        Image image = effect.manifest().manifest().image();
        Optional<ManifestPair> pair = pairs.find(effect.manifest().digest());
        if (!StagingText.isStorable(image)) {
            return new NodeEvent.Failed(effect.id(), "the manifest gives no SHA-256 of the image");
        }
        if (pair.isEmpty()) {
            return new NodeEvent.Failed(effect.id(), "the bytes of the manifest have been forgotten");
        }
        ImageShape shape = StagingText.shape(image);
        // Another manifest of the same image may tell other chunks: good ones would look bad under them.
        suspend(open -> !wanted.test(open.shape().digest())
                || open.shape().digest().equals(shape.digest()) && !open.shape().equals(shape));
        synchronized (stagings) {
            ImageStaging open = stagings.get(shape.digest());
            if (open != null) {
                return new NodeEvent.StagingOpened(effect.id(), chunks(open.present()));
            }
            if (stagings.size() >= STAGINGS_MAX) {
                return new NodeEvent.Failed(effect.id(), "too many images are being transferred at once");
            }
        }
        StageOutcome outcome = store.stage(shape, pair.get(), StoppedException.free(stop));
        if (outcome instanceof StageOutcome.Staged staged) {
            synchronized (stagings) {
                stagings.put(shape.digest(), staged.staging());
            }
            return new NodeEvent.StagingOpened(
                    effect.id(), chunks(staged.staging().present()));
        }
        if (outcome instanceof StageOutcome.AlreadyStored) {
            BitSet all = new BitSet();
            all.set(0, shape.chunkCount());
            return new NodeEvent.StagingOpened(effect.id(), chunks(all));
        }
        if (outcome instanceof StageOutcome.Cancelled) {
            throw new StoppedException();
        }
        return new NodeEvent.Failed(effect.id(), StagingText.refusal(outcome));
    }

    /** What a cancelled job left open: it keeps its chunks, but gives its room to others. */
    public void suspendUnwanted() throws IOException {
        suspend(staging -> !wanted.test(staging.shape().digest()));
    }

    private void suspend(Predicate<ImageStaging> goes) throws IOException {
        List<ImageStaging> unwanted = new ArrayList<>();
        synchronized (stagings) {
            for (Digest digest : List.copyOf(stagings.keySet())) {
                ImageStaging staging = stagings.get(digest);
                if (staging != null && goes.test(staging)) {
                    stagings.remove(digest);
                    unwanted.add(staging);
                }
            }
        }
        StagingCare.closeAll(unwanted);
    }

    /** Writes a chunk that came from a donor, after comparing its digest. */
    public Outcome writeChunk(NodeEffect.FetchChunk effect, ByteBuffer bytes) throws IOException {
        ImageShape shape = StagingText.shape(effect.manifest().manifest().image());
        ImageStaging staging;
        synchronized (stagings) {
            staging = stagings.get(shape.digest());
        }
        if (staging == null || !staging.shape().equals(shape)) {
            return new NodeEvent.Failed(effect.id(), "staging is not open");
        }
        ChunkOutcome outcome;
        try {
            outcome = staging.writeChunk(effect.index(), bytes);
        } catch (IOException e) {
            abandon(staging, e);
            throw e;
        }
        if (outcome instanceof ChunkOutcome.WrongDigest) {
            return new NodeEvent.Rejected(effect.id(), new Rejection.ChunkDigestMismatch(effect.index()));
        }
        if (outcome instanceof ChunkOutcome.WrongLength length) {
            return new NodeEvent.Failed(
                    effect.id(), "chunk of " + length.found() + " instead of " + length.expected() + " bytes");
        }
        return new NodeEvent.Done(effect.id());
    }

    /** Hashes the whole staged image and moves it into the store. */
    public Outcome verifyImage(NodeEffect.VerifyImage effect, StopSignal stop) throws IOException, StoppedException {
        Image image = effect.manifest().manifest().image();
        ImageShape shape = StagingText.shape(image);
        ImageStaging staging;
        synchronized (stagings) {
            staging = stagings.get(shape.digest());
        }
        Optional<Rejection> rejection;
        if (staging == null) {
            rejection = verifyStored(effect.manifest(), shape.digest(), stop);
        } else {
            CompleteOutcome outcome = complete(staging, effect.manifest(), stop);
            if (outcome instanceof CompleteOutcome.Cancelled) {
                throw new StoppedException();
            }
            if (outcome instanceof CompleteOutcome.Incomplete incomplete) {
                return new NodeEvent.Failed(effect.id(), incomplete.chunksMissing() + " chunks are missing");
            }
            synchronized (stagings) {
                stagings.remove(shape.digest());
            }
            rejection = outcome.refusal();
        }
        if (rejection.isEmpty()) {
            rejection = checkSecondDigest(image, shape.digest(), stop);
        }
        publish();
        return rejection
                .<Outcome>map(why -> new NodeEvent.Rejected(effect.id(), why))
                .orElseGet(() -> new NodeEvent.Done(effect.id()));
    }

    private CompleteOutcome complete(ImageStaging staging, SignedManifest manifest, StopSignal stop)
            throws IOException {
        try {
            return staging.complete(Keep.INSTALLED, ManifestContent.of(manifest), StoppedException.free(stop));
        } catch (IOException e) {
            abandon(staging, e);
            throw e;
        }
    }

    /**
     * After the medium failed nobody knows what staging holds: it is closed, and the next attempt opens it anew and hashes
     * what is there. Left open it would stand in the way of that image until a restart.
     */
    private void abandon(ImageStaging staging, IOException reason) {
        synchronized (stagings) {
            stagings.remove(staging.shape().digest(), staging);
        }
        try {
            staging.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** The image was there before the transfer began, so its bytes are hashed where they are. */
    private Optional<Rejection> verifyStored(SignedManifest manifest, Digest digest, StopSignal stop)
            throws IOException, StoppedException {
        VerifyOutcome outcome = store.verify(digest, StoppedException.free(stop));
        if (outcome instanceof VerifyOutcome.Good) {
            try {
                return ManifestContent.stored(store, manifest, StoppedException.free(stop));
            } catch (PacedImage.CancelledException cancelled) {
                throw new StoppedException();
            }
        }
        if (outcome instanceof VerifyOutcome.Cancelled) {
            throw new StoppedException();
        }
        throw new IOException(
                outcome instanceof VerifyOutcome.Broken broken
                        ? "the stored image is broken: " + broken.reason()
                        : "neither staging nor store has the image");
    }

    /** A manifest may give two digests; the store looks only at the one that names the image. */
    private Optional<Rejection> checkSecondDigest(Image image, Digest stored, StopSignal stop)
            throws IOException, StoppedException {
        for (Digest expected : image.digests()) {
            if (expected.equals(stored)) {
                continue;
            }
            Digest found = hash(stored, expected.algorithm(), stop);
            if (!found.equals(expected)) {
                store.delete(stored);
                return Optional.of(new Rejection.DigestMismatch("image", expected, found));
            }
        }
        return Optional.empty();
    }

    private Digest hash(Digest stored, String algorithm, StopSignal stop) throws IOException, StoppedException {
        if (!(store.open(stored) instanceof OpenOutcome.Opened opened)) {
            throw new IOException("the image is not in the store");
        }
        try (FileChannel channel = opened.channel()) {
            RunningDigest digest = new RunningDigest(algorithm);
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (channel.read(buffer.clear()) >= 0) {
                digest.add(buffer.flip());
                if (stop.requested()) {
                    throw new StoppedException();
                }
            }
            return digest.finish();
        }
    }

    /** Tells the machine all complete images; also for those who change the store elsewhere. */
    public void publish() throws IOException {
        List<SignedManifest> images = new ArrayList<>();
        synchronized (known) {
            TreeSet<Digest> there = new TreeSet<>();
            for (StoredImage image : store.list()) {
                if (image.isGood()) {
                    signed(image.digest()).ifPresent(manifest -> {
                        images.add(manifest);
                        there.add(image.digest());
                    });
                }
            }
            known.keySet().retainAll(there);
            events.accept(new NodeEvent.StoreChanged(images));
        }
    }

    @Override
    public void drop(Digest image) {
        try {
            drops.execute(() -> dropNow(image));
        } catch (RejectedExecutionException e) {
            LOG.warn("image {} stays in the store: too many wait to be dropped, or the node stops", image.brief());
        }
    }

    /** Throws away, soon, what is left of transfers that nobody goes on with. */
    public void discardLeftovers() {
        try {
            drops.execute(() -> {
                try {
                    suspendUnwanted();
                    store.discardSuspended(List.of());
                } catch (IOException | RuntimeException e) {
                    LOG.warn("what is left of earlier transfers could not be removed", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("what is left of earlier transfers stays: the node stops", e);
        }
    }

    private void dropNow(Digest image) {
        try {
            if (store.delete(image) instanceof DeleteOutcome.Pinned pinned) {
                LOG.info("image {} stays in the store for {}", image.brief(), pinned.holder());
                return;
            }
            publish();
        } catch (IOException | RuntimeException e) {
            LOG.warn("image {} could not be dropped from the store", image.brief(), e);
        }
    }

    /** Suspends all transfers; their chunks stay for the next start. Ends in a moment. */
    @Override
    public void close() throws IOException {
        drops.shutdown();
        List<ImageStaging> open;
        synchronized (stagings) {
            open = new ArrayList<>(stagings.values());
            stagings.clear();
        }
        StagingCare.closeAll(open);
    }

    private Optional<SignedManifest> signed(Digest image) throws IOException {
        SignedManifest before = known.get(image);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<ManifestPair> pair = store.manifestOf(image);
        if (pair.isEmpty()) {
            return Optional.empty();
        }
        Verified verified = pairs.judge(pair.get());
        if (verified instanceof Verified.Refused refused) {
            // Not broken: other roots may be configured after the next start.
            LOG.warn(
                    "stored image {} is not used: {}",
                    image.brief(),
                    refused.rejection().text());
            return Optional.empty();
        }
        Verified.Ok ok = (Verified.Ok) verified;
        if (!ok.manifest().manifest().image().digests().contains(image)) {
            store.markBroken(image, "its manifest is that of another image");
            return Optional.empty();
        }
        known.put(image, ok.manifest());
        return Optional.of(ok.manifest());
    }

    private static SortedSet<Integer> chunks(BitSet present) {
        TreeSet<Integer> indexes = new TreeSet<>();
        present.stream().forEach(indexes::add);
        return indexes;
    }
}
