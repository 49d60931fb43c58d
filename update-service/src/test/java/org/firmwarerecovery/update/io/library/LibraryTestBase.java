package org.firmwarerecovery.update.io.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.LibraryImage;
import org.firmwarerecovery.update.io.ingest.SignedImages;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.store.BundleWriter;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A library over a real folder, a vendor that signs, and what the machine is told. */
@Timeout(60)
abstract class LibraryTestBase {
    static final int ENTRIES_MAX = 20;
    static final long BYTES_MAX = 1_000_000;

    @TempDir
    Path outside;

    Path folder;
    SignedImages vendor;
    Signed image;
    Library library;
    long now = 1_000;
    final List<NodeEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    final void openLibrary() throws Exception {
        folder = Files.createDirectory(outside.resolve("library"));
        vendor = SignedImages.create();
        image = vendor.image(1, 2 * SignedImages.CHUNK + 100);
        library = library(Duration.ofHours(1));
    }

    final Library library(Duration interval) {
        return new Library(
                folder,
                new LibraryLimits(interval, ENTRIES_MAX, BYTES_MAX, Long.MAX_VALUE),
                new VerifiedPairs(vendor.verifier()),
                () -> now,
                events::add);
    }

    @AfterEach
    final void closeLibrary() {
        library.close();
    }

    /** Two looks, and the check of what stood still between them. */
    final void settle() {
        library.scan();
        library.scan();
        library.verifyDue();
    }

    final void bundle(String name, Signed content) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            BundleWriter.write(
                    out, content.pair(), "bmc.bin", content.image().length, new ByteArrayInputStream(content.image()));
        }
    }

    final void sidecars(String name, Signed content) throws IOException {
        Files.write(folder.resolve(name), content.image());
        Files.write(
                folder.resolve(name + ".manifest.json"),
                content.pair().manifest().array());
        Files.write(
                folder.resolve(name + ".manifest.json.p7s"),
                content.pair().signature().array());
    }

    final void approve(String name) throws IOException {
        Files.createFile(folder.resolve(name + ".approved"));
    }

    final LibraryEntry entry(String name) {
        return library.status().entries().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(library.status().toString()));
    }

    final void assertBroken(String name, String reason) {
        assertEquals(EntryState.BROKEN, entry(name).state());
        assertTrue(entry(name).reason().contains(reason), entry(name).reason());
        assertTrue(given().isEmpty(), "a broken entry is given away");
    }

    /** What the machine was told last. */
    final List<LibraryImage> given() {
        return events.isEmpty() ? List.of() : ((NodeEvent.LibraryChanged) events.get(events.size() - 1)).images();
    }

    final Digest manifest() {
        return image.manifest().digest();
    }
}
