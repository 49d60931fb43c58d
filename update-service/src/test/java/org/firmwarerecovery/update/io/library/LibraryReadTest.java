package org.firmwarerecovery.update.io.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.io.ingest.SignedImages;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.junit.jupiter.api.Test;

/** Reading from the library, and what takes an entry out of it at once. */
class LibraryReadTest extends LibraryTestBase {
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
    void however_often_a_missing_entry_is_asked_for_only_a_few_looks_wait() {
        int most = 0;
        for (int i = 0; i < 10_000; i++) {
            assertEquals(Optional.empty(), library.open(manifest(), true));
            most = Math.max(most, library.queued());
        }
        assertTrue(most <= Library.QUEUED_MAX, most + " looks wait");
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
