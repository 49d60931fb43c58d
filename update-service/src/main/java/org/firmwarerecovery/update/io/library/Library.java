package org.firmwarerecovery.update.io.library;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.library.LibraryCheck.Checked;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.node.NodeEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watched folder of a donor or console. It is looked at every {@link LibraryLimits#scanInterval()}; a file whose size and
 * time stood still between two looks is verified in the background, and again whenever it changes. Nothing is copied: approved
 * entries are served where they lie, and every chunk is hashed once more while it is sent.
 *
 * <p>Whenever the set of approved and verified entries changes, {@link NodeEvent.LibraryChanged} tells the machine all of
 * them. Threads: any.
 */
public final class Library implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Library.class);
    /** One looks, one hashes. */
    private static final int THREADS = 2;
    /** Most looks and checks that wait for a thread, the next planned look among them. */
    static final int QUEUED_MAX = 4;

    private final @Nullable LibraryFolder folder;
    private final LibraryLimits limits;
    private final LibraryCheck check;
    private final LongSupplier uptimeMillis;
    private final Consumer<NodeEvent> events;
    private final ScheduledThreadPoolExecutor threads;
    private final StopSignal stop = new StopSignal();
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private List<LibraryImage> told = List.of();
    private @Nullable Future<?> watching;
    private boolean verifying;
    private volatile Status status = new Status(List.of(), false, "");

    /** What is known of one name. Guarded by the library. */
    private static final class Entry {
        private final Candidate seen;
        private boolean settled;
        private @Nullable Checked checked;
        private long verifiedAt = -1;
        private String whyNot = "";

        private Entry(Candidate seen) {
            this.seen = seen;
        }

        private Checked.@Nullable Good good() {
            return checked instanceof Checked.Good good ? good : null;
        }

        private boolean due() {
            return settled && (checked == null || checked instanceof Checked.Unreadable);
        }
    }

    /**
     * The library as it is shown.
     *
     * @param entries by name
     * @param truncated true when the folder has more entries than the limit
     * @param trouble why the folder cannot be read; empty when it can
     */
    public record Status(List<LibraryEntry> entries, boolean truncated, String trouble) {
        /** Copies the list. */
        public Status {
            entries = List.copyOf(entries);
        }
    }

    /**
     * A library that nobody watches yet, see {@link #start()}.
     *
     * @param folder the setting {@code images.library}; null means that there is none
     * @param uptimeMillis persisted uptime, for the age of hashes
     * @param events hears of changes
     */
    public Library(
            @Nullable Path folder,
            LibraryLimits limits,
            VerifiedPairs pairs,
            LongSupplier uptimeMillis,
            Consumer<NodeEvent> events) {
        this.folder = folder == null ? null : new LibraryFolder(folder, limits);
        this.limits = limits;
        this.check = new LibraryCheck(pairs, limits.imageBytesMax());
        this.uptimeMillis = uptimeMillis;
        this.events = events;
        this.threads = new ScheduledThreadPoolExecutor(THREADS, work -> {
            Thread thread = new Thread(work, "library");
            thread.setDaemon(true);
            return thread;
        });
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** True when there is a folder to watch. */
    public boolean isPresent() {
        return folder != null;
    }

    /** Begins to watch. */
    public synchronized void start() {
        if (folder != null) {
            watching = threads.scheduleWithFixedDelay(
                    this::scanAndVerify, 0, limits.scanInterval().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The library at the latest look. */
    public Status status() {
        return status;
    }

    /**
     * Opens a verified entry.
     *
     * @param manifest digest of its manifest
     * @param approved whether it must be approved this very moment
     * @return empty when there is none, or its files are no longer those that were verified
     */
    public Optional<LibraryFile> open(Digest manifest, boolean approved) {
        for (Entry entry : goodOnes(manifest, null)) {
            try {
                if (!approved || isApproved(entry)) {
                    Optional<LibraryFile> file = open(entry);
                    if (file.isPresent()) {
                        return file;
                    }
                }
            } catch (IOException e) {
                LOG.info("library entry {} cannot be opened: {}", entry.seen.printable(), e.getMessage());
            }
        }
        // What was promised is not there: the machine should know before the next look is due.
        scanSoon();
        return Optional.empty();
    }

    private Optional<LibraryFile> open(Entry entry) throws IOException {
        Checked.Good good = entry.good();
        FileStamp image = entry.seen.image();
        if (good == null || image == null) {
            return Optional.empty();
        }
        FileChannel channel = LibraryCheck.open(image);
        boolean kept = false;
        try {
            // After the opening: what is open is what was verified, else every chunk of it fails.
            kept = entry.seen.stillThere();
        } finally {
            if (!kept) {
                channel.close();
            }
        }
        return kept
                ? Optional.of(new LibraryFile(channel, good.offset(), entry.seen, good.manifest(), check))
                : Optional.empty();
    }

    /** Bytes of an entry were not what its manifest says: it is broken until its file changes. */
    public synchronized void damaged(Digest manifest, String reason) {
        for (Entry entry : goodOnes(manifest, null)) {
            entry.checked = new Checked.Bad(reason);
            LOG.warn("library entry {} is broken: {}", entry.seen.printable(), reason);
        }
        publish();
    }

    /** Hashes an image again at full speed since somebody waits for it, and tells what came of it. */
    public void recheck(Digest image, StopSignal waiting) {
        for (Entry entry : goodOnes(null, image)) {
            verify(entry, Pace.free().cancelledBy(() -> waiting.requested() || stop.requested()));
        }
    }

    private synchronized List<Entry> goodOnes(@Nullable Digest manifest, @Nullable Digest image) {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : entries.values()) {
            Checked.Good good = entry.good();
            if (good != null
                    && (manifest == null || good.manifest().digest().equals(manifest))
                    && (image == null
                            || good.manifest().manifest().image().digest().equals(image))) {
                found.add(entry);
            }
        }
        return found;
    }

    // ---- looking and verifying

    private void scanAndVerify() {
        try {
            scan();
            synchronized (this) {
                if (verifying || entries.values().stream().noneMatch(Entry::due)) {
                    return;
                }
                verifying = true;
            }
            threads.execute(this::verifyDue);
        } catch (RejectedExecutionException closing) {
            LOG.debug("the library is being closed");
        } catch (RuntimeException e) {
            // A scan that dies would be the last one.
            LOG.error("the library could not be looked at", e);
        }
    }

    int queued() {
        return threads.getQueue().size();
    }

    private void scanSoon() {
        try {
            // However many ask, a look that has not begun is enough for all of them.
            if (queued() < QUEUED_MAX) {
                threads.execute(this::scanAndVerify);
            }
        } catch (RejectedExecutionException closing) {
            LOG.debug("the library is being closed");
        }
    }

    /** Looks at the folder once. */
    void scan() {
        if (folder == null) {
            return;
        }
        LibraryFolder.Listing listing;
        String trouble = "";
        try {
            listing = folder.list();
        } catch (IOException e) {
            trouble = "the folder cannot be read: " + e.getMessage();
            listing = new LibraryFolder.Listing(List.of(), false);
        }
        if (!trouble.equals(status.trouble()) && !trouble.isEmpty()) {
            LOG.warn("library: {}", trouble);
        }
        synchronized (this) {
            TreeMap<String, Entry> before = new TreeMap<>(entries);
            entries.clear();
            for (Candidate candidate : listing.candidates()) {
                Entry known = before.get(candidate.name());
                boolean still = known != null && known.seen.equals(candidate);
                Entry entry = known != null && still ? known : new Entry(candidate);
                entry.settled |= still;
                entries.put(candidate.name(), entry);
                approve(entry);
            }
            status = new Status(status.entries(), listing.truncated(), trouble);
            publish();
        }
    }

    /** Verifies what stood still, one after the other. */
    void verifyDue() {
        try {
            List<Entry> due;
            synchronized (this) {
                due = entries.values().stream().filter(Entry::due).toList();
            }
            for (Entry entry : due) {
                if (!stop.requested() && isCurrent(entry)) {
                    verify(
                            entry,
                            Pace.limitedTo(limits.bytesPerSecondMax())
                                    .cancelledBy(() -> stop.requested() || !isCurrent(entry)));
                }
            }
        } catch (RuntimeException e) {
            LOG.error("the library could not be verified", e);
        } finally {
            synchronized (this) {
                verifying = false;
            }
        }
    }

    private synchronized boolean isCurrent(Entry entry) {
        return entries.get(entry.seen.name()) == entry;
    }

    private void verify(Entry entry, Pace pace) {
        Checked checked = check.check(entry.seen, pace);
        synchronized (this) {
            if (!isCurrent(entry) || checked instanceof Checked.Unfinished) {
                return;
            }
            tell(entry, checked);
            entry.checked = checked;
            entry.verifiedAt = uptimeMillis.getAsLong();
            approve(entry);
            publish();
        }
    }

    private static void tell(Entry entry, Checked checked) {
        if (entry.checked != null && entry.checked.getClass() == checked.getClass()) {
            return;
        }
        String name = entry.seen.printable();
        if (checked instanceof Checked.Good good) {
            LOG.info(
                    "library entry {} is good: version {}",
                    name,
                    good.manifest().manifest().version());
        } else {
            LOG.warn("library entry {} is broken: {}", name, checked.reason());
        }
    }

    private boolean isApproved(Entry entry) throws IOException {
        Checked.Good good = entry.good();
        return folder != null
                && good != null
                && folder.whyNotApproved(entry.seen.name(), good.manifest()).isEmpty();
    }

    private void approve(Entry entry) {
        Checked.Good good = entry.good();
        if (folder != null && good != null) {
            try {
                entry.whyNot = folder.whyNotApproved(entry.seen.name(), good.manifest())
                        .orElse("");
            } catch (IOException e) {
                entry.whyNot = "its approval cannot be read: " + e.getMessage();
            }
        }
    }

    // ---- telling

    private void publish() {
        List<LibraryEntry> shown = new ArrayList<>();
        LinkedHashMap<Digest, LibraryImage> given = new LinkedHashMap<>();
        for (Entry entry : entries.values()) {
            LibraryEntry one = show(entry);
            shown.add(one);
            if (one.state() == EntryState.APPROVED && one.manifest() != null) {
                given.putIfAbsent(one.manifest().digest(), new LibraryImage(one.manifest(), entry.verifiedAt));
            }
        }
        status = new Status(shown, status.truncated(), status.trouble());
        List<LibraryImage> now = List.copyOf(given.values());
        if (!now.equals(told)) {
            told = now;
            events.accept(new NodeEvent.LibraryChanged(now));
        }
    }

    private static LibraryEntry show(Entry entry) {
        String name = entry.seen.printable();
        long size = entry.seen.size();
        Checked.Good good = entry.good();
        if (good != null) {
            EntryState state = entry.whyNot.isEmpty() ? EntryState.APPROVED : EntryState.WAITING;
            return new LibraryEntry(name, state, entry.whyNot, size, good.manifest(), entry.verifiedAt);
        }
        if (entry.checked == null) {
            String reason = entry.settled ? "it waits to be verified" : "its files have not stood still yet";
            return new LibraryEntry(name, EntryState.CHECKING, reason, size, null, -1);
        }
        return new LibraryEntry(name, EntryState.BROKEN, entry.checked.reason(), size, null, -1);
    }

    /** Stops looking; files that are open can be read on. */
    @Override
    public synchronized void close() {
        stop.request();
        if (watching != null) {
            watching.cancel(false);
        }
        // No interrupts: they would close the files that are being hashed.
        threads.shutdown();
    }
}
