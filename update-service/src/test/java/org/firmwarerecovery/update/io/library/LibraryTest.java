package org.firmwarerecovery.update.io.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.io.ingest.SignedImages;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.store.BundleWriter;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The watched folder: what is taken, what is refused and why, what is told, and what is read. */
@Timeout(60)
class LibraryTest {
    private static final int ENTRIES_MAX = 20;
    private static final long BYTES_MAX = 1_000_000;

    @TempDir
    Path outside;

    private Path folder;
    private SignedImages vendor;
    private Signed image;
    private Library library;
    private long now = 1_000;
    private final List<NodeEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        folder = Files.createDirectory(outside.resolve("library"));
        vendor = SignedImages.create();
        image = vendor.image(1, 2 * SignedImages.CHUNK + 100);
        library = library(Duration.ofHours(1));
    }

    private Library library(Duration interval) {
        return new Library(
                folder,
                new LibraryLimits(interval, ENTRIES_MAX, BYTES_MAX, Long.MAX_VALUE),
                new VerifiedPairs(vendor.verifier()),
                () -> now,
                events::add);
    }

    @AfterEach
    void close() {
        library.close();
    }

    /** Two looks, and the check of what stood still between them. */
    private void settle() {
        library.scan();
        library.scan();
        library.verifyDue();
    }

    private void bundle(String name, Signed content) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            BundleWriter.write(
                    out, content.pair(), "bmc.bin", content.image().length, new ByteArrayInputStream(content.image()));
        }
    }

    private void sidecars(String name, Signed content) throws IOException {
        Files.write(folder.resolve(name), content.image());
        Files.write(
                folder.resolve(name + ".manifest.json"),
                content.pair().manifest().array());
        Files.write(
                folder.resolve(name + ".manifest.json.p7s"),
                content.pair().signature().array());
    }

    private void approve(String name) throws IOException {
        Files.createFile(folder.resolve(name + ".approved"));
    }

    private LibraryEntry entry(String name) {
        return library.status().entries().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(library.status().toString()));
    }

    private void assertBroken(String name, String reason) {
        assertEquals(EntryState.BROKEN, entry(name).state());
        assertTrue(entry(name).reason().contains(reason), entry(name).reason());
        assertTrue(given().isEmpty(), "a broken entry is given away");
    }

    /** What the machine was told last. */
    private List<LibraryImage> given() {
        return events.isEmpty() ? List.of() : ((NodeEvent.LibraryChanged) events.get(events.size() - 1)).images();
    }

    private Digest manifest() {
        return image.manifest().digest();
    }

    @Test
    void a_bundle_is_verified_when_it_stood_still_and_given_when_it_is_approved() throws Exception {
        bundle("bmc.bundle", image);
        library.scan();
        library.verifyDue();
        assertEquals(EntryState.CHECKING, entry("bmc.bundle").state());
        settle();
        assertEquals(EntryState.WAITING, entry("bmc.bundle").state());
        assertTrue(entry("bmc.bundle").reason().contains("bmc.bundle.approved"));
        assertEquals(List.of(), events, "what is not approved is nobody's business");
        approve("bmc.bundle");
        library.scan();
        assertEquals(EntryState.APPROVED, entry("bmc.bundle").state());
        assertEquals(List.of(new LibraryImage(image.manifest(), 1_000)), given());
        Files.delete(folder.resolve("bmc.bundle.approved"));
        library.scan();
        assertEquals(EntryState.WAITING, entry("bmc.bundle").state());
        assertEquals(List.of(), given());
    }

    @Test
    void a_bundle_is_read_where_it_lies_at_any_offset() throws Exception {
        bundle("bmc.bundle", image);
        settle();
        try (LibraryFile file = library.open(manifest(), false).orElseThrow()) {
            ByteBuffer whole = ByteBuffer.allocate(image.image().length);
            file.read(0, whole);
            assertArrayEquals(image.image(), whole.array());
            ByteBuffer part = ByteBuffer.allocate(70);
            file.read(SignedImages.CHUNK - 3, part);
            assertEquals(image.image()[SignedImages.CHUNK - 3], part.get(0));
            assertEquals(image.pair(), file.pair().orElseThrow());
            assertThrows(EOFException.class, () -> file.read(image.image().length, ByteBuffer.allocate(100_000)));
        }
    }

    @Test
    void an_image_with_sidecars_is_an_entry_too() throws Exception {
        sidecars("bmc.bin", image);
        approve("bmc.bin");
        settle();
        assertEquals(EntryState.APPROVED, entry("bmc.bin").state());
        assertEquals(1, library.status().entries().size(), "sidecars are no entries");
        try (LibraryFile file = library.open(manifest(), true).orElseThrow()) {
            ByteBuffer whole = ByteBuffer.allocate(image.image().length);
            file.read(0, whole);
            assertArrayEquals(image.image(), whole.array());
            assertEquals(image.pair(), file.pair().orElseThrow());
        }
    }

    @Test
    void what_is_approved_may_be_one_manifest_only() throws Exception {
        bundle("bmc.bundle", image);
        Path approval = folder.resolve("bmc.bundle.approved");
        Files.writeString(approval, "0".repeat(64) + "  the one before\n");
        settle();
        assertEquals(EntryState.WAITING, entry("bmc.bundle").state());
        assertTrue(entry("bmc.bundle").reason().contains("another manifest"));
        Files.writeString(approval, manifest().hex() + "\n");
        library.scan();
        assertEquals(EntryState.APPROVED, entry("bmc.bundle").state());
        Files.writeString(approval, "by the night shift\n");
        library.scan();
        assertEquals(EntryState.APPROVED, entry("bmc.bundle").state());
    }

    @Test
    void a_changed_byte_in_image_manifest_or_signature_is_refused_with_its_reason() throws Exception {
        for (String part : List.of("", ".manifest.json", ".manifest.json.p7s")) {
            sidecars("bmc.bin", image);
            Path file = folder.resolve("bmc.bin" + part);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            settle();
            assertEquals(EntryState.BROKEN, entry("bmc.bin").state(), part);
            String reason = entry("bmc.bin").reason();
            assertTrue(reason.contains(part.isEmpty() ? "hunk 1" : "signature"), part + ": " + reason);
        }
        sidecars("bmc.bin", image);
        settle();
        assertEquals(EntryState.WAITING, entry("bmc.bin").state(), "a mended entry is taken");
    }

    @Test
    void broken_containers_and_incomplete_entries_are_listed_with_the_reason() throws Exception {
        bundle("cut.bundle", image);
        try (FileChannel cut = FileChannel.open(folder.resolve("cut.bundle"), StandardOpenOption.WRITE)) {
            cut.truncate(100_000);
        }
        bundle("more.bundle", image);
        Files.write(folder.resolve("more.bundle"), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("README.txt"), "hello");
        sidecars("unsigned.bin", image);
        Files.delete(folder.resolve("unsigned.bin.manifest.json.p7s"));
        sidecars("gone.bin", image);
        Files.delete(folder.resolve("gone.bin"));
        sidecars("short.bin", image);
        try (FileChannel cut = FileChannel.open(folder.resolve("short.bin"), StandardOpenOption.WRITE)) {
            cut.truncate(10);
        }
        Files.write(folder.resolve("large.bin"), new byte[(int) (BYTES_MAX + LibraryCheck.BUNDLE_MORE + 1)]);
        for (String name : List.of("cut.bundle", "more.bundle", "README.txt", "short.bin")) {
            approve(name);
        }
        settle();
        assertBroken("cut.bundle", "bytes");
        assertBroken("more.bundle", "follows");
        assertBroken("README.txt", "no bundle, and no README.txt.manifest.json");
        assertBroken("unsigned.bin", "unsigned.bin.manifest.json.p7s is missing");
        assertBroken("gone.bin", "the image is missing");
        assertBroken("short.bin", "10");
        assertBroken("large.bin", "images may have 1000000");
        assertEquals(7, library.status().entries().size());
    }

    @Test
    void a_stranger_s_signature_is_refused() throws Exception {
        bundle("bmc.bundle", SignedImages.create().image(1, 1_000));
        approve("bmc.bundle");
        settle();
        assertBroken("bmc.bundle", "signature");
    }

    @Test
    void links_that_leave_folders_pipes_and_odd_names_are_refused_without_being_opened() throws Exception {
        Path secret = Files.writeString(outside.resolve("secret"), "not for the fleet");
        Files.createSymbolicLink(folder.resolve("link.bundle"), secret);
        Files.createDirectory(folder.resolve("folder.bundle"));
        Process made =
                new ProcessBuilder("mkfifo", folder.resolve("pipe.bundle").toString()).start();
        assertEquals(0, made.waitFor());
        Files.writeString(folder.resolve("a..b.bundle"), "x");
        Files.writeString(folder.resolve("bell\u0007.bundle"), "x");
        Files.writeString(folder.resolve(".hidden"), "a copy under way");
        bundle("real.data", image);
        Files.createSymbolicLink(folder.resolve("inside.bundle"), Path.of("real.data"));
        settle();
        assertBroken("link.bundle", "leaves the library");
        assertBroken("folder.bundle", "is a folder");
        assertBroken("pipe.bundle", "no regular file");
        assertBroken("a..b.bundle", "name is not allowed");
        assertBroken("bell?.bundle", "name is not allowed");
        assertEquals(EntryState.WAITING, entry("inside.bundle").state());
        assertEquals(7, library.status().entries().size());
    }

    @Test
    void an_approval_by_a_link_to_the_outside_is_none() throws Exception {
        bundle("bmc.bundle", image);
        Files.createSymbolicLink(folder.resolve("bmc.bundle.approved"), Files.createFile(outside.resolve("approved")));
        settle();
        assertEquals(EntryState.WAITING, entry("bmc.bundle").state());
    }

    @Test
    void entries_over_the_limit_are_left_out_and_that_is_told() throws Exception {
        for (int i = 0; i < ENTRIES_MAX + 3; i++) {
            Files.writeString(folder.resolve(String.format("entry-%02d", i)), "x");
        }
        library.scan();
        assertEquals(ENTRIES_MAX, library.status().entries().size());
        assertTrue(library.status().truncated());
        assertEquals("entry-00", library.status().entries().get(0).name());
    }

    @Test
    void a_replaced_file_is_withdrawn_at_once_and_verified_anew() throws Exception {
        sidecars("bmc.bin", image);
        approve("bmc.bin");
        settle();
        assertEquals(1, given().size());
        Signed other = vendor.image(2, 90_000);
        sidecars("bmc.bin", other);
        assertEquals(Optional.empty(), library.open(manifest(), true), "not what was verified");
        library.scan();
        assertEquals(List.of(), given());
        settle();
        assertEquals(other.manifest(), given().get(0).manifest());
    }

    @Test
    void a_file_that_is_touched_is_verified_anew() throws Exception {
        bundle("bmc.bundle", image);
        approve("bmc.bundle");
        settle();
        Files.setLastModifiedTime(folder.resolve("bmc.bundle"), FileTime.fromMillis(5_000_000));
        library.scan();
        assertEquals(EntryState.CHECKING, entry("bmc.bundle").state());
        assertEquals(List.of(), given());
    }

    @Test
    void a_withdrawn_approval_counts_before_the_next_look() throws Exception {
        bundle("bmc.bundle", image);
        approve("bmc.bundle");
        settle();
        library.open(manifest(), true).orElseThrow().close();
        Files.delete(folder.resolve("bmc.bundle.approved"));
        assertEquals(Optional.empty(), library.open(manifest(), true));
        library.open(manifest(), false).orElseThrow().close();
    }

    @Test
    void a_removed_file_can_be_read_on_by_who_has_it_open_and_by_nobody_else() throws Exception {
        bundle("bmc.bundle", image);
        approve("bmc.bundle");
        settle();
        try (LibraryFile file = library.open(manifest(), true).orElseThrow()) {
            Files.delete(folder.resolve("bmc.bundle"));
            file.read(0, ByteBuffer.allocate(1_000));
            assertEquals(Optional.empty(), library.open(manifest(), true));
            library.scan();
            assertEquals(List.of(), given());
        }
    }

    @Test
    void a_hash_that_is_asked_for_makes_the_entry_fresh_or_withdraws_it() throws Exception {
        sidecars("bmc.bin", image);
        approve("bmc.bin");
        settle();
        now = 9_000_000;
        Digest digest = SignedImages.digest(image.image());
        library.recheck(digest, new StopSignal());
        assertEquals(List.of(new LibraryImage(image.manifest(), 9_000_000)), given());
        FileTime time = Files.getLastModifiedTime(folder.resolve("bmc.bin"));
        byte[] bytes = image.image().clone();
        bytes[5] ^= 4;
        Files.write(folder.resolve("bmc.bin"), bytes);
        Files.setLastModifiedTime(folder.resolve("bmc.bin"), time);
        library.recheck(digest, new StopSignal());
        assertBroken("bmc.bin", "hunk 0");
    }

    @Test
    void an_entry_found_damaged_while_it_was_sent_is_withdrawn_until_it_changes() throws Exception {
        bundle("bmc.bundle", image);
        approve("bmc.bundle");
        settle();
        library.damaged(manifest(), "chunk 1 differs");
        assertBroken("bmc.bundle", "chunk 1 differs");
        settle();
        assertBroken("bmc.bundle", "chunk 1 differs");
        Files.setLastModifiedTime(folder.resolve("bmc.bundle"), FileTime.fromMillis(5_000_000));
        settle();
        assertEquals(EntryState.APPROVED, entry("bmc.bundle").state());
    }

    @Test
    void a_folder_that_vanishes_withdraws_everything_until_it_is_back() throws Exception {
        bundle("bmc.bundle", image);
        approve("bmc.bundle");
        settle();
        Path away = outside.resolve("away");
        Files.move(folder, away);
        library.scan();
        assertEquals(List.of(), given());
        assertTrue(library.status().trouble().contains("cannot be read"));
        Files.move(away, folder);
        settle();
        assertEquals(1, given().size());
        assertEquals("", library.status().trouble());
    }

    @Test
    void the_same_manifest_under_two_names_is_given_once() throws Exception {
        bundle("a.bundle", image);
        sidecars("b.bin", image);
        approve("a.bundle");
        approve("b.bin");
        settle();
        assertEquals(1, given().size());
        Files.delete(folder.resolve("a.bundle"));
        library.open(manifest(), true).orElseThrow().close();
    }

    @Test
    void it_watches_by_itself_once_started() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        library.close();
        library = new Library(
                folder,
                new LibraryLimits(Duration.ofMillis(20), ENTRIES_MAX, BYTES_MAX, 10_000_000),
                new VerifiedPairs(vendor.verifier()),
                () -> now,
                event -> told.countDown());
        library.start();
        bundle("bmc.bundle", image);
        approve("bmc.bundle");
        assertTrue(told.await(30, TimeUnit.SECONDS), () -> library.status().toString());
    }
}
