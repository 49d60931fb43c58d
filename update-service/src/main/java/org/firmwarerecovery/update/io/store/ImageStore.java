package org.firmwarerecovery.update.io.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.file.DiskSpace;
import org.firmwarerecovery.update.io.file.FreeSpace;
import org.firmwarerecovery.update.io.flash.Extent;
import org.firmwarerecovery.update.io.flash.HashOutcome;
import org.firmwarerecovery.update.io.flash.Pace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verified images on disk, shown as {@code UpdateService/LocalImageStore}: {@code images/<sha256>/{image, manifest.json,
 * manifest.json.p7s, chunks}}, and {@code images/staging/<sha256>/} for those on their way.
 *
 * <p>Space is taken before the first byte of an image comes: by quota and by really writing the whole file once, since Java
 * cannot allocate otherwise. If room is needed, broken entries go first, then suspended transfers, then the entries used least
 * recently; an entry that a {@link Pin} names never goes. A broken entry is listed with its reason and never served.
 *
 * <p>Threads: any; calls exclude each other, but hashing and reading images happen outside of the lock.
 */
public final class ImageStore implements Closeable {
    /** Bytes that must stay free on the disk beside an image, for journals and metadata. */
    public static final long DISK_MARGIN_BYTES = 4L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);

    private final Path folder;
    private final long quotaBytes;
    private final Supplier<List<Pin>> pins;
    private final FreeSpace disk;
    private final StagingArea staging;
    private final TreeMap<Digest, ImageEntry> entries = new TreeMap<>();
    private final TreeSet<Digest> active = new TreeSet<>();
    private long uses;

    private ImageStore(Path folder, long quotaBytes, Supplier<List<Pin>> pins, FreeSpace disk) throws IOException {
        this.folder = folder;
        this.quotaBytes = quotaBytes;
        this.pins = pins;
        this.disk = disk;
        this.staging = StagingArea.open(folder);
        for (Path path : StagingArea.foldersOfDigests(folder)) {
            ImageEntry entry = ImageEntry.load(path, StagingArea.digestOf(path));
            entries.put(entry.digest(), entry);
            uses = Math.max(uses, entry.lastUse());
        }
    }

    /**
     * Opens the store in {@code folder}, making it if it is absent.
     *
     * @param quotaBytes the setting {@code images.quota}
     * @param pins asked whenever something may be evicted or deleted, while the store is locked: it must not call the store
     */
    public static ImageStore open(Path folder, long quotaBytes, Supplier<List<Pin>> pins) throws IOException {
        return open(folder, quotaBytes, pins, () -> DiskSpace.usableBytes(folder));
    }

    static ImageStore open(Path folder, long quotaBytes, Supplier<List<Pin>> pins, FreeSpace disk) throws IOException {
        return new ImageStore(folder, quotaBytes, pins, disk);
    }

    /**
     * Takes space for an image, or goes on with an earlier attempt, whose chunks are hashed first.
     *
     * @param sidecars kept beside the image, already verified
     * @param pace of that hashing
     */
    public StageOutcome stage(ImageShape shape, ManifestPair sidecars, Pace pace) throws IOException {
        StageOutcome outcome = begin(shape, sidecars);
        if (!(outcome instanceof StageOutcome.Staged staged)) {
            return outcome;
        }
        boolean rechecked = false;
        try {
            rechecked = staged.staging().recheck(pace);
        } finally {
            if (!rechecked) {
                staged.staging().close();
            }
        }
        return rechecked ? outcome : new StageOutcome.Cancelled(shape.digest());
    }

    /** All entries, broken ones included, by digest. */
    public synchronized List<StoredImage> list() throws IOException {
        List<StoredImage> images = new ArrayList<>();
        for (Digest digest : List.copyOf(entries.keySet())) {
            ImageEntry entry = current(digest);
            if (entry != null) {
                images.add(entry.describe());
            }
        }
        return images;
    }

    /** The entry of {@code digest}. */
    public synchronized Optional<StoredImage> find(Digest digest) throws IOException {
        ImageEntry entry = current(digest);
        return entry == null ? Optional.empty() : Optional.of(entry.describe());
    }

    /** Opens an image for reading, whole or in ranges, and counts that as its latest use. */
    public synchronized OpenOutcome open(Digest digest) throws IOException {
        OpenOutcome outcome = look(digest);
        ImageEntry entry = entries.get(digest);
        if (entry != null && outcome instanceof OpenOutcome.Opened) {
            entry.used(++uses);
        }
        return outcome;
    }

    /** Manifest and signature of a good entry. */
    public synchronized Optional<ManifestPair> manifestOf(Digest digest) throws IOException {
        ImageEntry entry = current(digest);
        return entry == null || entry.isBroken()
                ? Optional.empty()
                : entry.manifestFiles().read();
    }

    /** Hashes an entry again (background scan, before donating); one that differs is broken from then on. */
    public VerifyOutcome verify(Digest digest, Pace pace) throws IOException {
        OpenOutcome outcome = look(digest);
        if (outcome instanceof OpenOutcome.Broken broken) {
            return new VerifyOutcome.Broken(broken.reason());
        }
        if (!(outcome instanceof OpenOutcome.Opened opened)) {
            return new VerifyOutcome.NotFound();
        }
        try (FileChannel image = opened.channel()) {
            Extent whole = new Extent(0, opened.image().size());
            HashOutcome hash = ImageHash.of(image, digest.algorithm(), whole, pace);
            if (!(hash instanceof HashOutcome.Hashed hashed)) {
                return new VerifyOutcome.Cancelled(hash.bytesDone());
            }
            if (hashed.digest().equals(digest)) {
                return new VerifyOutcome.Good(opened.image());
            }
            String reason = "digest is " + hashed.digest();
            markBroken(digest, reason);
            return new VerifyOutcome.Broken(reason);
        }
    }

    /** From now on the entry is listed with {@code reason} and not served, after a restart too. */
    public synchronized void markBroken(Digest digest, String reason) throws IOException {
        ImageEntry entry = current(digest);
        if (entry != null) {
            entry.markBroken(reason);
            LOG.warn("stored image {} is broken: {}", digest.brief(), reason);
        }
    }

    /** Changes why an entry is kept; durable on return. False when there is none. */
    public synchronized boolean keep(Digest digest, Keep keep) throws IOException {
        ImageEntry entry = current(digest);
        if (entry == null) {
            return false;
        }
        entry.setKeep(keep);
        entry.saveKeepIfChanged();
        return true;
    }

    /** Deletes every unpinned entry that nobody asked for: what {@code images.keep: Requested} means after an update. */
    public synchronized List<Digest> releaseInstalled() throws IOException {
        Map<Digest, String> pinned = pinned();
        List<Digest> released = new ArrayList<>();
        for (ImageEntry entry : List.copyOf(entries.values())) {
            if (entry.keep() == Keep.INSTALLED && !pinned.containsKey(entry.digest())) {
                remove(entry);
                released.add(entry.digest());
            }
        }
        return released;
    }

    /** Deletes an entry unless a pin names it. */
    public synchronized DeleteOutcome delete(Digest digest) throws IOException {
        ImageEntry entry = current(digest);
        if (entry == null) {
            return new DeleteOutcome.NotFound();
        }
        String holder = pinned().get(digest);
        return holder == null ? new DeleteOutcome.Deleted(remove(entry)) : new DeleteOutcome.Pinned(holder);
    }

    /** Room by quota and disk. */
    public synchronized StoreSpace space() throws IOException {
        long used = usedBytes();
        long free = Math.min(quotaBytes - used, disk.usableBytes() - DISK_MARGIN_BYTES);
        return new StoreSpace(quotaBytes, used, Math.max(0, free));
    }

    /** Digests of suspended transfers: they hold space until resumed, discarded or evicted. */
    public synchronized List<Digest> suspended() throws IOException {
        List<Digest> digests = new ArrayList<>(staging.digests());
        digests.removeAll(active);
        return digests;
    }

    /** Deletes suspended transfers except {@code wanted}. */
    public synchronized void discardSuspended(Collection<Digest> wanted) throws IOException {
        for (Digest digest : suspended()) {
            if (!wanted.contains(digest)) {
                staging.bury(staging.of(digest));
            }
        }
    }

    /** Saves which entries were used last; open channels go on. */
    @Override
    public synchronized void close() throws IOException {
        for (Digest digest : List.copyOf(entries.keySet())) {
            ImageEntry entry = current(digest);
            if (entry != null) {
                entry.saveKeepIfChanged();
            }
        }
    }

    /** Moves a completed staging folder into the store. */
    synchronized StoredImage admit(ImageStaging done, Path from, Keep keep) throws IOException {
        Digest digest = done.shape().digest();
        try {
            ImageEntry broken = entries.get(digest);
            if (broken != null) {
                remove(broken);
            }
            ImageEntry.saveKeep(from, keep, ++uses);
            Path to = folder.resolve(digest.hex());
            AtomicFiles.move(from, to);
            ImageEntry entry = ImageEntry.load(to, digest);
            entries.put(digest, entry);
            return entry.describe();
        } finally {
            active.remove(digest);
        }
    }

    synchronized void discard(ImageStaging given) throws IOException {
        try {
            staging.bury(staging.of(given.shape().digest()));
        } finally {
            active.remove(given.shape().digest());
        }
    }

    synchronized void suspend(ImageStaging given) {
        active.remove(given.shape().digest());
    }

    private synchronized StageOutcome begin(ImageShape shape, ManifestPair sidecars) throws IOException {
        Digest digest = shape.digest();
        ImageEntry entry = current(digest);
        if (entry != null && !entry.isBroken()) {
            return new StageOutcome.AlreadyStored(entry.describe());
        }
        if (active.contains(digest)) {
            return new StageOutcome.InUse(digest);
        }
        Optional<ChunkMap> map = staging.resume(shape, sidecars);
        if (map.isEmpty()) {
            long needed = StagingArea.bytesFor(shape, sidecars);
            Optional<StageOutcome> refusal = makeRoom(needed);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            try {
                map = Optional.of(staging.reserve(shape, sidecars));
            } catch (IOException e) {
                if (DiskSpace.isFull(e, folder)) {
                    LOG.warn("no space for an image of {} bytes", needed, e);
                    return new StageOutcome.DiskFull(needed, disk.usableBytes());
                }
                throw e;
            }
        }
        ImageStaging begun = new ImageStaging(this, staging.of(digest), shape, map.get());
        active.add(digest);
        return new StageOutcome.Staged(begun);
    }

    /** Evicts until {@code needed} bytes fit; evicts nothing if they cannot. */
    private Optional<StageOutcome> makeRoom(long needed) throws IOException {
        long used = usedBytes();
        long usable = disk.usableBytes();
        long overQuota = used + needed - quotaBytes;
        long overDisk = needed + DISK_MARGIN_BYTES - usable;
        if (overQuota <= 0 && overDisk <= 0) {
            return Optional.empty();
        }
        List<Eviction.Candidate> candidates = evictable();
        long evictable =
                candidates.stream().mapToLong(Eviction.Candidate::bytes).sum();
        if (overQuota > evictable) {
            return Optional.of(new StageOutcome.OverQuota(needed, quotaBytes, used - evictable));
        }
        if (overDisk > evictable) {
            return Optional.of(new StageOutcome.DiskFull(needed, usable));
        }
        for (Eviction.Candidate candidate : Eviction.choose(candidates, Math.max(overQuota, overDisk))) {
            LOG.info(
                    "evicting {} image {}", candidate.kind(), candidate.digest().brief());
            staging.bury(candidate.folder());
            if (candidate.kind() != Eviction.Kind.SUSPENDED) {
                entries.remove(candidate.digest());
            }
        }
        return Optional.empty();
    }

    private List<Eviction.Candidate> evictable() throws IOException {
        Map<Digest, String> pinned = pinned();
        List<Eviction.Candidate> candidates = new ArrayList<>();
        for (ImageEntry entry : entries.values()) {
            if (!pinned.containsKey(entry.digest())) {
                Eviction.Kind kind = entry.isBroken() ? Eviction.Kind.BROKEN : Eviction.Kind.GOOD;
                long bytes = ImageEntry.bytesOnDisk(entry.folder());
                candidates.add(new Eviction.Candidate(kind, entry.lastUse(), entry.digest(), bytes, entry.folder()));
            }
        }
        for (Digest digest : suspended()) {
            Path place = staging.of(digest);
            candidates.add(
                    new Eviction.Candidate(Eviction.Kind.SUSPENDED, 0, digest, ImageEntry.bytesOnDisk(place), place));
        }
        return candidates;
    }

    private synchronized OpenOutcome look(Digest digest) throws IOException {
        ImageEntry entry = current(digest);
        if (entry == null) {
            return new OpenOutcome.NotFound();
        }
        if (entry.isBroken()) {
            return new OpenOutcome.Broken(entry.brokenReason());
        }
        return new OpenOutcome.Opened(FileChannel.open(entry.imageFile(), StandardOpenOption.READ), entry.describe());
    }

    /** The entry as the disk has it now; null when it is not (or no longer) there. */
    private @Nullable ImageEntry current(Digest digest) throws IOException {
        ImageEntry entry = entries.get(digest);
        if (entry != null && !Files.isDirectory(entry.folder())) {
            entries.remove(digest);
            return null;
        }
        if (entry != null) {
            entry.inspect();
        }
        return entry;
    }

    private long remove(ImageEntry entry) throws IOException {
        long bytes = ImageEntry.bytesOnDisk(entry.folder());
        staging.bury(entry.folder());
        entries.remove(entry.digest());
        return bytes;
    }

    private long usedBytes() throws IOException {
        long bytes = 0;
        for (ImageEntry entry : entries.values()) {
            bytes += ImageEntry.bytesOnDisk(entry.folder());
        }
        for (Digest digest : staging.digests()) {
            bytes += ImageEntry.bytesOnDisk(staging.of(digest));
        }
        return bytes;
    }

    private Map<Digest, String> pinned() {
        TreeMap<Digest, String> holders = new TreeMap<>();
        for (Pin pin : pins.get()) {
            holders.putIfAbsent(pin.digest(), pin.holder());
        }
        return holders;
    }
}
