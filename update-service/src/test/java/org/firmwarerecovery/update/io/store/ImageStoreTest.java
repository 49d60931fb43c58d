package org.firmwarerecovery.update.io.store;

import static org.firmwarerecovery.update.io.store.Images.CHUNK;
import static org.firmwarerecovery.update.io.store.Images.digest;
import static org.firmwarerecovery.update.io.store.Images.image;
import static org.firmwarerecovery.update.io.store.Images.shape;
import static org.firmwarerecovery.update.io.store.Images.sidecars;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.flash.Pace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of the store: quota, eviction, pins, broken ones, restarts. */
class ImageStoreTest {
    private static final int SIZE = 10 * CHUNK;
    private static final long QUOTA = 3 * SIZE + 3000;

    @TempDir
    private Path folder;

    private final List<Pin> pins = new ArrayList<>();
    private final AtomicLong usable = new AtomicLong(1L << 40);

    @Test
    void an_entry_is_read_whole_and_in_ranges() throws IOException {
        byte[] image = image(1, SIZE);
        try (ImageStore store = open()) {
            put(store, image, Keep.INSTALLED);
            OpenOutcome.Opened opened = assertInstanceOf(OpenOutcome.Opened.class, store.open(digest(image)));
            try (FileChannel channel = opened.channel()) {
                assertEquals(SIZE, channel.size());
                ByteBuffer range = ByteBuffer.allocate(100);
                channel.read(range, 5000);
                assertEquals(ByteBuffer.wrap(image, 5000, 100), range.flip());
                assertInstanceOf(DeleteOutcome.Deleted.class, store.delete(digest(image)));
                assertEquals(100, channel.read(range.clear(), 5000), "an open channel outlives its entry");
            }
            assertEquals(new OpenOutcome.NotFound(), store.open(digest(image)));
            assertEquals(new DeleteOutcome.NotFound(), store.delete(digest(image)));
            assertEquals(List.of(), store.list());
        }
    }

    @Test
    void entries_are_there_after_a_restart_with_the_reason_they_are_kept_for() throws IOException {
        byte[] one = image(1, SIZE);
        byte[] two = image(2, SIZE + 1);
        try (ImageStore store = open()) {
            put(store, one, Keep.INSTALLED);
            put(store, two, Keep.REQUESTED);
            assertTrue(store.keep(digest(one), Keep.REQUESTED));
            assertFalse(store.keep(digest(image(3, 5)), Keep.REQUESTED));
        }
        try (ImageStore store = open()) {
            assertEquals(2, store.list().size());
            StoredImage found = store.find(digest(two)).orElseThrow();
            assertEquals(SIZE + 1, found.size());
            assertEquals(Keep.REQUESTED, found.keep());
            assertEquals(Keep.REQUESTED, store.find(digest(one)).orElseThrow().keep());
            assertEquals(digest(two).brief(), found.id());
            assertEquals(Optional.of(sidecars(two)), store.manifestOf(digest(two)));
        }
    }

    @Test
    void the_entry_used_least_recently_makes_room_also_after_a_restart() throws IOException {
        byte[] one = image(1, SIZE);
        byte[] two = image(2, SIZE);
        byte[] three = image(3, SIZE);
        byte[] four = image(4, SIZE);
        byte[] five = image(5, SIZE);
        try (ImageStore store = open()) {
            put(store, one, Keep.INSTALLED);
            put(store, two, Keep.INSTALLED);
            put(store, three, Keep.INSTALLED);
            read(store, one);
            put(store, four, Keep.INSTALLED);
            assertEquals(Optional.empty(), store.find(digest(two)));
            read(store, three);
        }
        try (ImageStore store = open()) {
            put(store, five, Keep.INSTALLED);
            assertEquals(Optional.empty(), store.find(digest(one)));
            assertEquals(3, store.list().size());
        }
    }

    @Test
    void verifying_is_no_use() throws IOException {
        byte[] one = image(1, SIZE);
        try (ImageStore store = open()) {
            put(store, one, Keep.INSTALLED);
            put(store, image(2, SIZE), Keep.INSTALLED);
            put(store, image(3, SIZE), Keep.INSTALLED);
            assertInstanceOf(VerifyOutcome.Good.class, store.verify(digest(one), Pace.free()));
            put(store, image(4, SIZE), Keep.INSTALLED);
            assertEquals(Optional.empty(), store.find(digest(one)));
        }
    }

    @Test
    void a_pinned_entry_never_goes_and_names_its_holder() throws IOException {
        byte[] one = image(1, SIZE);
        byte[] two = image(2, SIZE);
        try (ImageStore store = open()) {
            put(store, one, Keep.INSTALLED);
            put(store, two, Keep.INSTALLED);
            put(store, image(3, SIZE), Keep.INSTALLED);
            pins.add(new Pin(digest(one), "bank BMC-A"));

            put(store, image(4, SIZE), Keep.INSTALLED);

            assertTrue(store.find(digest(one)).isPresent());
            assertEquals(Optional.empty(), store.find(digest(two)));
            assertEquals(new DeleteOutcome.Pinned("bank BMC-A"), store.delete(digest(one)));
            assertEquals(2, store.releaseInstalled().size());
            assertEquals(1, store.list().size());
        }
    }

    @Test
    void what_cannot_fit_is_refused_and_evicts_nothing() throws IOException {
        byte[] one = image(1, SIZE);
        try (ImageStore store = open()) {
            put(store, one, Keep.INSTALLED);
            put(store, image(2, SIZE), Keep.INSTALLED);
            pins.add(new Pin(digest(one), "lease"));
            long used = store.space().usedBytes();
            byte[] large = image(9, 2 * SIZE + 3 * CHUNK);

            StageOutcome.OverQuota refused = assertInstanceOf(
                    StageOutcome.OverQuota.class, store.stage(shape(large), sidecars(large), Pace.free()));

            assertEquals(QUOTA, refused.quotaBytes());
            assertTrue(refused.neededBytes() > large.length, "sidecars count too");
            assertTrue(refused.heldBytes() >= SIZE && refused.heldBytes() < SIZE + 1000, refused::toString);
            assertEquals(used, store.space().usedBytes());
            assertEquals(2, store.list().size());
        }
    }

    @Test
    void only_requested_images_stay_when_installed_ones_are_released() throws IOException {
        byte[] one = image(1, SIZE);
        byte[] two = image(2, SIZE);
        try (ImageStore store = open()) {
            put(store, one, Keep.INSTALLED);
            put(store, two, Keep.REQUESTED);
            assertEquals(List.of(digest(one)), store.releaseInstalled());
            assertEquals(digest(two), store.list().get(0).digest());
        }
    }

    @Test
    void suspended_transfers_make_room_before_good_entries_and_can_be_discarded() throws IOException {
        byte[] one = image(1, SIZE);
        byte[] two = image(2, SIZE);
        try (ImageStore store = open()) {
            put(store, one, Keep.INSTALLED);
            stage(store, two).close();
            put(store, image(3, SIZE), Keep.INSTALLED);
            assertEquals(List.of(digest(two)), store.suspended());

            put(store, image(4, SIZE), Keep.INSTALLED);
            assertEquals(List.of(), store.suspended());
            assertEquals(3, store.list().size());
            store.delete(digest(one));

            stage(store, two).close();
            store.discardSuspended(List.of(digest(two)));
            assertEquals(1, store.suspended().size());
            store.discardSuspended(List.of());
            assertEquals(List.of(), store.suspended());
        }
    }

    @Test
    void a_transfer_under_way_is_never_evicted() throws IOException {
        try (ImageStore store = open();
                ImageStaging one = stage(store, image(1, SIZE));
                ImageStaging two = stage(store, image(2, SIZE));
                ImageStaging three = stage(store, image(3, SIZE))) {
            byte[] four = image(4, SIZE);
            assertInstanceOf(StageOutcome.OverQuota.class, store.stage(shape(four), sidecars(four), Pace.free()));
            assertEquals(30, one.chunksMissing() + two.chunksMissing() + three.chunksMissing());
        }
    }

    @Test
    void a_full_disk_is_told_and_leaves_nothing() throws IOException {
        byte[] image = image(1, SIZE);
        try (ImageStore store = open()) {
            usable.set(ImageStore.DISK_MARGIN_BYTES + SIZE);
            StageOutcome.DiskFull full = assertInstanceOf(
                    StageOutcome.DiskFull.class, store.stage(shape(image), sidecars(image), Pace.free()));
            assertEquals(usable.get(), full.usableBytes());
            assertTrue(full.neededBytes() > SIZE);
            assertEquals(0, store.space().usedBytes());
            assertEquals(SIZE, store.space().availableBytes());

            usable.set(ImageStore.DISK_MARGIN_BYTES + SIZE + 1000);
            stage(store, image).close();
        }
    }

    @Test
    void a_full_disk_evicts_what_may_go() throws IOException {
        byte[] one = image(1, SIZE);
        try (ImageStore store = open()) {
            put(store, one, Keep.INSTALLED);
            usable.set(ImageStore.DISK_MARGIN_BYTES + 1000);
            stage(store, image(2, SIZE)).close();
            assertEquals(Optional.empty(), store.find(digest(one)));
        }
    }

    @Test
    void room_is_told_by_quota_and_by_disk() throws IOException {
        try (ImageStore store = open()) {
            assertEquals(new StoreSpace(QUOTA, 0, QUOTA), store.space());
            put(store, image(1, SIZE), Keep.INSTALLED);
            StoreSpace space = store.space();
            assertEquals(QUOTA - space.usedBytes(), space.availableBytes());
            usable.set(0);
            assertEquals(0, store.space().availableBytes());
        }
    }

    @Test
    void a_rotten_entry_is_found_by_verifying_listed_with_its_reason_and_never_served_again() throws IOException {
        byte[] image = image(1, SIZE);
        try (ImageStore store = open()) {
            put(store, image, Keep.INSTALLED);
            try (var file = Files.newByteChannel(entryFile(image, "image"), StandardOpenOption.WRITE)) {
                file.position(SIZE - 1).write(ByteBuffer.wrap(new byte[] {(byte) ~image[SIZE - 1]}));
            }
            assertInstanceOf(
                    VerifyOutcome.Cancelled.class,
                    store.verify(digest(image), Pace.free().cancelledBy(() -> true)));
            VerifyOutcome.Broken broken =
                    assertInstanceOf(VerifyOutcome.Broken.class, store.verify(digest(image), Pace.free()));
            assertTrue(broken.reason().startsWith("digest is sha-256:"), broken::reason);
            assertEquals(new VerifyOutcome.NotFound(), store.verify(digest(image(2, 9)), Pace.free()));
        }
        try (ImageStore store = open()) {
            StoredImage listed = store.list().get(0);
            assertFalse(listed.isGood());
            assertInstanceOf(OpenOutcome.Broken.class, store.open(digest(image)));
            assertEquals(Optional.empty(), store.manifestOf(digest(image)));

            put(store, image, Keep.INSTALLED);
            assertTrue(store.list().get(0).isGood(), "a new transfer replaces it");
            assertInstanceOf(OpenOutcome.Opened.class, store.open(digest(image)));
        }
    }

    @Test
    void entries_that_lost_a_file_or_bytes_are_broken_at_once() throws IOException {
        byte[] image = image(1, SIZE);
        for (String name : List.of("image", "manifest.json", "manifest.json.p7s", "chunks")) {
            try (ImageStore store = open()) {
                put(store, image, Keep.INSTALLED);
                Files.delete(entryFile(image, name));
                OpenOutcome.Broken broken = assertInstanceOf(OpenOutcome.Broken.class, store.open(digest(image)), name);
                assertEquals("file " + name + " is missing", broken.reason());
                assertEquals(Optional.of(broken.reason()), store.list().get(0).brokenReason());
                assertInstanceOf(VerifyOutcome.Broken.class, store.verify(digest(image), Pace.free()));
                store.delete(digest(image));
            }
        }
        try (ImageStore store = open()) {
            put(store, image, Keep.INSTALLED);
            Files.write(entryFile(image, "image"), new byte[100]);
            OpenOutcome.Broken broken = assertInstanceOf(OpenOutcome.Broken.class, store.open(digest(image)));
            assertEquals("file image has 100 bytes instead of " + SIZE, broken.reason());
        }
    }

    @Test
    void a_link_in_place_of_an_image_is_broken_not_followed() throws IOException {
        byte[] image = image(1, SIZE);
        try (ImageStore store = open()) {
            put(store, image, Keep.INSTALLED);
            Path elsewhere = folder.resolve("elsewhere");
            Files.move(entryFile(image, "image"), elsewhere);
            Files.createSymbolicLink(entryFile(image, "image"), elsewhere);
            assertInstanceOf(OpenOutcome.Broken.class, store.open(digest(image)));
        }
    }

    @Test
    void broken_entries_go_first_when_room_is_needed() throws IOException {
        byte[] one = image(1, SIZE);
        byte[] two = image(2, SIZE);
        try (ImageStore store = open()) {
            put(store, one, Keep.INSTALLED);
            put(store, two, Keep.INSTALLED);
            put(store, image(3, SIZE), Keep.INSTALLED);
            store.markBroken(digest(two), "test");
            put(store, image(4, SIZE), Keep.INSTALLED);
            assertEquals(Optional.empty(), store.find(digest(two)));
            assertTrue(store.find(digest(one)).isPresent());
        }
    }

    @Test
    void a_folder_that_somebody_removed_is_no_entry_any_more() throws IOException {
        byte[] image = image(1, SIZE);
        try (ImageStore store = open()) {
            put(store, image, Keep.INSTALLED);
            AtomicFiles.deleteTree(folder.resolve(digest(image).hex()));
            assertEquals(new OpenOutcome.NotFound(), store.open(digest(image)));
            assertEquals(List.of(), store.list());
        }
    }

    @Test
    void what_a_restart_cut_off_is_cleaned_up_and_foreign_folders_are_left_alone() throws IOException {
        Path grave = folder.resolve("staging/" + "0".repeat(64) + ".deleted");
        Files.createDirectories(grave);
        Files.write(grave.resolve("image"), new byte[10]);
        Files.createDirectories(folder.resolve("notes of the operator"));
        try (ImageStore store = open()) {
            assertFalse(Files.exists(grave));
            assertTrue(Files.exists(folder.resolve("notes of the operator")));
            assertEquals(List.of(), store.list());
        }
    }

    private ImageStore open() throws IOException {
        Supplier<List<Pin>> current = () -> List.copyOf(pins);
        return ImageStore.open(folder, QUOTA, current, usable::get);
    }

    private static ImageStaging stage(ImageStore store, byte[] image) throws IOException {
        StageOutcome outcome = store.stage(shape(image), sidecars(image), Pace.free());
        return assertInstanceOf(StageOutcome.Staged.class, outcome).staging();
    }

    private static void put(ImageStore store, byte[] image, Keep keep) throws IOException {
        try (ImageStaging staging = stage(store, image)) {
            staging.fill(new ByteArrayInputStream(image), Pace.free());
            assertInstanceOf(
                    CompleteOutcome.Completed.class, staging.complete(keep, ContentCheck.DIGEST_ONLY, Pace.free()));
        }
    }

    private static void read(ImageStore store, byte[] image) throws IOException {
        assertInstanceOf(OpenOutcome.Opened.class, store.open(digest(image)))
                .channel()
                .close();
    }

    private Path entryFile(byte[] image, String name) {
        Digest digest = digest(image);
        return folder.resolve(digest.hex()).resolve(name);
    }
}
