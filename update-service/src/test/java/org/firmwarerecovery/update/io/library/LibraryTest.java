package org.firmwarerecovery.update.io.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.io.ingest.SignedImages;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.junit.jupiter.api.Test;

/** The watched folder: what is taken, what is refused and why, and what is told. */
class LibraryTest extends LibraryTestBase {
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
    void a_container_that_its_manifest_describes_wrongly_is_broken_in_either_form() throws Exception {
        Signed wrong = vendor.container(vendor.image(2, 1000).image(), "pldm", "1.0.0", List.of());
        sidecars("side.pldm", wrong);
        bundle("whole.bundle", wrong);
        approve("side.pldm");
        settle();
        assertBroken("side.pldm", "not a valid pldm container: unknown-package-identifier");
        assertBroken("whole.bundle", "not a valid pldm container: unknown-package-identifier");
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
}
