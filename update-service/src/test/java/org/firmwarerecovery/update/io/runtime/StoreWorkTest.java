package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.ingest.SignedImages;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.Pin;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.negotiation.Grant;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoreWorkTest {
    @TempDir
    Path folder;

    private final List<NodeEvent> events = new CopyOnWriteArrayList<>();
    private final List<Pin> pins = Collections.synchronizedList(new ArrayList<>());
    private SignedImages vendor;
    private Signed image;
    private ImageStore store;
    private VerifiedPairs pairs;
    private StoreWork work;

    @BeforeEach
    void open() throws Exception {
        vendor = SignedImages.create();
        image = vendor.image(1, 3 * SignedImages.CHUNK + 100);
        pairs = new VerifiedPairs(vendor.verifier());
        store = ImageStore.open(folder.resolve("images"), 1 << 20, () -> List.copyOf(pins));
        work = new StoreWork(store, pairs, digest -> true, events::add);
    }

    @AfterEach
    void close() throws Exception {
        work.close();
        store.close();
    }

    @Test
    void an_image_comes_in_by_chunks_and_the_machine_hears_of_it() throws Exception {
        pairs.verify(image.pair());
        assertEquals(new NodeEvent.StagingOpened(1, new TreeSet<>()), openStaging());
        for (int index = 3; index >= 0; index--) {
            assertEquals(new NodeEvent.Done(2), writeChunk(index, chunk(index)));
        }
        assertEquals(new NodeEvent.Done(3), verify());
        assertEquals(new NodeEvent.StoreChanged(List.of(image.manifest())), events.get(events.size() - 1));
        assertEquals(
                List.of(SignedImages.digest(image.image())),
                store.list().stream().map(stored -> stored.digest()).toList());
    }

    @Test
    void a_container_that_its_manifest_describes_wrongly_is_rejected_and_not_kept() throws Exception {
        byte[] noise = vendor.image(7, 1000).image();
        image = vendor.container(noise, "pldm", "1.0.0", List.of());
        pairs.verify(image.pair());
        openStaging();
        writeChunk(0, chunk(0));
        NodeEvent.Rejected rejected = assertInstanceOf(NodeEvent.Rejected.class, verify());
        assertInstanceOf(Rejection.ContainerInvalid.class, rejected.rejection());
        assertTrue(store.list().isEmpty());
        assertEquals(List.of(), store.suspended());
    }

    @Test
    void a_wrong_chunk_is_rejected_and_costs_only_itself() throws Exception {
        pairs.verify(image.pair());
        openStaging();
        writeChunk(0, chunk(0));
        byte[] wrong = chunk(1);
        wrong[5] ^= 1;
        assertEquals(new NodeEvent.Rejected(2, new Rejection.ChunkDigestMismatch(1)), writeChunk(1, wrong));
        assertEquals(new NodeEvent.Done(2), writeChunk(1, chunk(1)));
    }

    @Test
    void staging_goes_on_where_it_ended_even_after_a_restart() throws Exception {
        pairs.verify(image.pair());
        openStaging();
        writeChunk(0, chunk(0));
        writeChunk(2, chunk(2));
        assertEquals(new NodeEvent.StagingOpened(1, new TreeSet<>(List.of(0, 2))), openStaging());
        work.close();
        work = new StoreWork(store, pairs, digest -> true, events::add);
        assertEquals(new NodeEvent.StagingOpened(1, new TreeSet<>(List.of(0, 2))), openStaging());
    }

    /** Else an honest donor's chunks would look like lies under what a lying one said before. */
    @Test
    void staging_under_another_manifest_of_the_same_image_is_opened_anew() throws Exception {
        Signed right = image;
        image = vendor.withWrongChunks(right);
        pairs.verify(image.pair());
        openStaging();
        Signed wrong = image;
        image = right;
        pairs.verify(image.pair());
        assertEquals(new NodeEvent.StagingOpened(1, new TreeSet<>()), openStaging());
        assertEquals(new NodeEvent.Done(2), writeChunk(0, chunk(0)));
        image = wrong;
        assertInstanceOf(NodeEvent.Failed.class, writeChunk(1, chunk(1)));
    }

    @Test
    void an_image_that_is_there_already_needs_no_chunk_but_is_hashed_again() throws Exception {
        an_image_comes_in_by_chunks_and_the_machine_hears_of_it();
        assertEquals(new NodeEvent.StagingOpened(1, new TreeSet<>(List.of(0, 1, 2, 3))), openStaging());
        assertEquals(new NodeEvent.Done(3), verify());
    }

    @Test
    void a_second_digest_in_the_manifest_has_to_hold_too() throws Exception {
        byte[] bytes = vendor.image(7, 1000).image();
        Digest wrong = new Digest(Digest.SHA_384, "0".repeat(96));
        image = vendor.sign(bytes, List.of(SignedImages.digest(bytes), wrong));
        pairs.verify(image.pair());
        openStaging();
        writeChunk(0, chunk(0));
        NodeEvent.Rejected rejected = assertInstanceOf(NodeEvent.Rejected.class, verify());
        assertEquals(wrong, ((Rejection.DigestMismatch) rejected.rejection()).expected());
        assertTrue(store.list().isEmpty());
    }

    @Test
    void without_the_bytes_of_the_manifest_there_is_no_staging() throws Exception {
        assertInstanceOf(NodeEvent.Failed.class, openStaging());
    }

    @Test
    void staging_that_no_job_wants_any_more_gives_its_room_to_another_image() throws Exception {
        work.close();
        Signed other = vendor.image(2, 12 * SignedImages.CHUNK);
        Signed first = vendor.image(3, 8 * SignedImages.CHUNK);
        work = new StoreWork(store, pairs, digest -> digest.equals(SignedImages.digest(other.image())), events::add);
        image = first;
        pairs.verify(first.pair());
        assertInstanceOf(NodeEvent.StagingOpened.class, openStaging());
        image = other;
        pairs.verify(other.pair());
        assertInstanceOf(NodeEvent.StagingOpened.class, openStaging());
    }

    @Test
    void an_image_over_the_quota_is_refused_with_the_figures() throws Exception {
        image = vendor.image(4, 17 * SignedImages.CHUNK);
        pairs.verify(image.pair());
        NodeEvent.Failed failed = assertInstanceOf(NodeEvent.Failed.class, openStaging());
        assertTrue(failed.reason().contains("quota 1048576"), failed.reason());
    }

    @Test
    void dropping_respects_pins() throws Exception {
        an_image_comes_in_by_chunks_and_the_machine_hears_of_it();
        Digest digest = SignedImages.digest(image.image());
        pins.add(new Pin(digest, "a lease"));
        work.drop(digest);
        Signed absent = vendor.image(9, 10);
        int before = events.size();
        work.drop(SignedImages.digest(absent.image()));
        waitForEvents(before + 1);
        assertEquals(1, store.list().size());
        pins.clear();
        work.drop(digest);
        waitForEvents(before + 2);
        assertEquals(new NodeEvent.StoreChanged(List.of()), events.get(events.size() - 1));
    }

    @Test
    void images_signed_by_strangers_are_not_told_to_the_machine() throws Exception {
        an_image_comes_in_by_chunks_and_the_machine_hears_of_it();
        work.close();
        VerifiedPairs strict = new VerifiedPairs(SignedImages.create().verifier());
        work = new StoreWork(store, strict, digest -> true, events::add);
        work.publish();
        assertEquals(new NodeEvent.StoreChanged(List.of()), events.get(events.size() - 1));
    }

    @Test
    void an_image_that_could_not_be_moved_into_the_store_is_taken_at_the_next_try() throws Exception {
        pairs.verify(image.pair());
        openStaging();
        for (int index = 0; index < 4; index++) {
            writeChunk(index, chunk(index));
        }
        Path inTheWay = folder.resolve("images")
                .resolve(SignedImages.digest(image.image()).hex())
                .resolve("something");
        Files.createDirectories(inTheWay);
        assertThrows(IOException.class, this::verify);
        assertEquals(
                new NodeEvent.StagingOpened(1, new TreeSet<>(List.of(0, 1, 2, 3))),
                openStaging(),
                "nothing has to be sent again");
        assertThrows(IOException.class, this::verify);
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        openStaging();
        assertEquals(new NodeEvent.Done(3), verify());
        assertEquals(1, store.list().size());
    }

    @Test
    void staging_whose_file_failed_is_opened_anew_and_keeps_what_was_right() throws Exception {
        pairs.verify(image.pair());
        openStaging();
        writeChunk(0, chunk(0));
        // An interrupt closes the file below a writer: the one failure of a medium that a test can have for real.
        Thread.currentThread().interrupt();
        assertThrows(IOException.class, () -> writeChunk(1, chunk(1)));
        assertTrue(Thread.interrupted());
        assertInstanceOf(NodeEvent.Failed.class, writeChunk(2, chunk(2)), "staging is not open");
        assertEquals(new NodeEvent.StagingOpened(1, new TreeSet<>(List.of(0))), openStaging());
        for (int index = 1; index < 4; index++) {
            assertEquals(new NodeEvent.Done(2), writeChunk(index, chunk(index)));
        }
        assertEquals(new NodeEvent.Done(3), verify());
    }

    @Test
    void leftovers_go_when_nobody_wants_them_and_a_transfer_under_way_stays() throws Exception {
        Signed other = vendor.image(2, 2 * SignedImages.CHUNK);
        Signed kept = vendor.image(3, 3 * SignedImages.CHUNK);
        work.close();
        work = new StoreWork(store, pairs, digest -> digest.equals(SignedImages.digest(kept.image())), events::add);
        for (Signed one : List.of(other, kept)) {
            image = one;
            pairs.verify(one.pair());
            openStaging();
            writeChunk(0, chunk(0));
        }
        work.discardLeftovers();
        Path staging = folder.resolve("images/staging");
        Path gone = staging.resolve(SignedImages.digest(other.image()).hex());
        while (Files.exists(gone) || Files.exists(gone.resolveSibling(gone.getFileName() + ".deleted"))) {
            Thread.onSpinWait();
        }
        assertTrue(
                Files.exists(staging.resolve(SignedImages.digest(kept.image()).hex())));
        assertEquals(new NodeEvent.StagingOpened(1, new TreeSet<>(List.of(0))), openStaging());
    }

    private NodeEvent openStaging() throws Exception {
        return work.openStaging(new NodeEffect.OpenStaging(1, image.manifest()), new StopSignal());
    }

    private NodeEvent writeChunk(int index, byte[] bytes) throws Exception {
        PeerRef peer = new PeerRef("x", "https://127.0.0.1:1", null, PeerRef.Origin.KNOWN);
        Grant grant = new Grant("/o", "/i", "/m", "/s", "u", "p", 1);
        ImageSource.Peer source =
                new ImageSource.Peer(peer, grant, image.manifest().digest());
        return work.writeChunk(new NodeEffect.FetchChunk(2, source, image.manifest(), index), ByteBuffer.wrap(bytes));
    }

    private NodeEvent verify() throws Exception {
        return work.verifyImage(new NodeEffect.VerifyImage(3, image.manifest()), new StopSignal());
    }

    private byte[] chunk(int index) {
        int at = index * SignedImages.CHUNK;
        return Arrays.copyOfRange(image.image(), at, Math.min(image.image().length, at + SignedImages.CHUNK));
    }

    private void waitForEvents(int count) {
        while (events.size() < count) {
            Thread.onSpinWait();
        }
    }
}
