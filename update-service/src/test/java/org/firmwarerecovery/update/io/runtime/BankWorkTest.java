package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.ingest.SignedImages;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.ingest.StagingText;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.BankManifest;
import org.firmwarerecovery.update.io.store.ContentCheck;
import org.firmwarerecovery.update.io.store.ImageStaging;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.Keep;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.store.StageOutcome;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.RevocationList;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BankWorkTest {
    private static final ComponentId BMC = new ComponentId("BMC");
    private static final int SIZE = 512 * 1024;

    @TempDir
    Path folder;

    private SignedImages vendor;
    private StateFolder state;
    private ImageStore store;
    private BankFolder banks;
    private VerifiedPairs pairs;
    private Signed image;
    private BankWork work;

    @BeforeEach
    void open() throws Exception {
        vendor = SignedImages.create();
        image = vendor.image(1, 300_000);
        state = StateFolder.open(folder.resolve("state"));
        store = ImageStore.open(state.images(), 1 << 24, List::of);
        banks = BankFolder.open(state, BMC, List.of(BankId.A, BankId.B), SIZE);
        pairs = new VerifiedPairs(vendor.verifier());
        work = work(SignedImages.SOFTWARE, SIZE);
    }

    @AfterEach
    void close() throws Exception {
        banks.close();
        store.close();
        state.close();
    }

    @Test
    void an_erased_bank_and_one_without_manifest_are_told_apart_and_stay_as_they_are() throws Exception {
        assertEquals(new BankReading.Erased(), check(BankId.A));
        overwrite(BankId.A, "firmware from the factory".getBytes(StandardCharsets.UTF_8));
        byte[] before = bytes(BankId.A);
        assertInstanceOf(BankReading.WithoutManifest.class, check(BankId.A));
        assertArrayEquals(before, bytes(BankId.A));
    }

    @Test
    void a_stored_image_is_written_bound_and_read_back() throws Exception {
        store(image);
        assertEquals(new NodeEvent.Done(7), work.write(write(stored(image)), new StopSignal()));
        byte[] written = bytes(BankId.B);
        assertArrayEquals(image.image(), Arrays.copyOf(written, image.image().length));
        for (int i = image.image().length; i < SIZE; i++) {
            assertEquals((byte) 0xFF, written[i]);
        }
        Digest payload = SignedImages.digest(image.image());
        assertEquals(new BankReading.Content(image.manifest(), payload), check(BankId.B));
        NodeEffect.ReadBankBack read = new NodeEffect.ReadBankBack(8, BMC, BankId.B, image.manifest());
        assertEquals(new NodeEvent.ReadBack(8, payload), work.readBack(read, new StopSignal()));
        assertEquals(new BankManifest.Bound(image.pair()), banks.manifestOf(BankId.B));
    }

    @Test
    void a_good_bank_is_copied_to_the_other_one_without_the_store() throws Exception {
        overwrite(BankId.A, image.image());
        banks.bind(BankId.A, image.pair());
        assertEquals(new NodeEvent.Done(7), work.write(write(new ImageSource.LocalBank(BankId.A)), new StopSignal()));
        assertArrayEquals(bytes(BankId.A), bytes(BankId.B));
    }

    @Test
    void a_source_that_turned_bad_is_refused_and_the_target_has_no_manifest_any_more() throws Exception {
        overwrite(BankId.A, image.image());
        banks.bind(BankId.A, image.pair());
        banks.bind(BankId.B, image.pair());
        flip(BankId.A, 1000);
        NodeEvent.Outcome outcome = work.write(write(new ImageSource.LocalBank(BankId.A)), new StopSignal());
        assertInstanceOf(
                Rejection.DigestMismatch.class,
                assertInstanceOf(NodeEvent.Rejected.class, outcome).rejection());
        assertEquals(new BankManifest.Unbound(), banks.manifestOf(BankId.B));
    }

    @Test
    void nothing_is_touched_when_the_manifest_bytes_are_not_at_hand() throws Exception {
        overwrite(BankId.B, image.image());
        banks.bind(BankId.B, image.pair());
        NodeEvent.Outcome outcome = work.write(write(stored(image)), new StopSignal());
        assertInstanceOf(NodeEvent.Failed.class, outcome);
        assertEquals(new BankReading.Content(image.manifest(), SignedImages.digest(image.image())), check(BankId.B));
    }

    @Test
    void an_image_for_something_else_or_too_large_is_refused_before_anything_is_touched() throws Exception {
        store(image);
        overwrite(BankId.B, image.image());
        byte[] before = bytes(BankId.B);
        NodeEvent.Outcome other = work("OTHER-1", SIZE).write(write(stored(image)), new StopSignal());
        assertInstanceOf(
                Rejection.NotCompatible.class,
                assertInstanceOf(NodeEvent.Rejected.class, other).rejection());
        Signed large = vendor.image(2, SIZE + 1);
        store(large);
        NodeEffect.WriteBank tooLarge = new NodeEffect.WriteBank(7, BMC, BankId.B, stored(large), large.manifest());
        NodeEvent.Outcome refused = work.write(tooLarge, new StopSignal());
        assertEquals(
                new Rejection.ImageTooLarge(SIZE + 1, SIZE),
                assertInstanceOf(NodeEvent.Rejected.class, refused).rejection());
        assertArrayEquals(before, bytes(BankId.B));
    }

    @Test
    void a_write_that_is_stopped_leaves_the_bank_without_manifest() throws Exception {
        store(image);
        banks.bind(BankId.B, image.pair());
        StopSignal stop = new StopSignal();
        stop.request();
        assertThrows(StoppedException.class, () -> work.write(write(stored(image)), stop));
        assertEquals(new BankManifest.Unbound(), banks.manifestOf(BankId.B));
    }

    @Test
    void one_flipped_bit_shows_as_another_digest() throws Exception {
        overwrite(BankId.A, image.image());
        banks.bind(BankId.A, image.pair());
        flip(BankId.A, 299_999);
        BankReading.Content content = assertInstanceOf(BankReading.Content.class, check(BankId.A));
        assertTrue(!content.payload().equals(SignedImages.digest(image.image())));
    }

    @Test
    void a_manifest_of_a_stranger_counts_as_none() throws Exception {
        overwrite(BankId.A, image.image());
        Signed foreign = SignedImages.create().image(1, 300_000);
        banks.bind(BankId.A, foreign.pair());
        assertInstanceOf(BankReading.WithoutManifest.class, check(BankId.A));
    }

    @Test
    void what_is_revoked_is_read_as_what_it_is_and_written_nowhere() throws Exception {
        store(image);
        overwrite(BankId.A, image.image());
        banks.bind(BankId.A, image.pair());
        byte[] empty = bytes(BankId.B);
        String digest = image.manifest().digest().hex();
        pairs = new VerifiedPairs(
                vendor.verifier().revoking(new RevocationList(1, List.of(), List.of(), List.of(digest), List.of())));
        work = work(SignedImages.SOFTWARE, SIZE);
        BankReading.Content content = assertInstanceOf(BankReading.Content.class, check(BankId.A));
        assertTrue(content.manifest().revoked());
        assertEquals(SignedImages.digest(image.image()), content.payload());
        for (ImageSource source : List.of(new ImageSource.LocalBank(BankId.A), stored(image))) {
            assertInstanceOf(NodeEvent.Failed.class, work.write(write(source), new StopSignal()));
            assertArrayEquals(empty, bytes(BankId.B));
        }
        assertInstanceOf(Rejection.ManifestRevoked.class, rejection(adopt(image.pair())));
        assertEquals(new BankManifest.Bound(image.pair()), banks.manifestOf(BankId.A));
    }

    @Test
    void a_manifest_that_cannot_be_read_now_is_not_a_lost_one() throws Exception {
        overwrite(BankId.A, image.image());
        banks.bind(BankId.A, image.pair());
        Path first = state.banksOf(BMC).resolve("a.manifest.json");
        Path second = state.manifestCopiesOf(BMC).resolve("a.manifest.json");
        for (Path copy : List.of(first, second)) {
            Files.move(copy, copy.resolveSibling("kept"));
            // A link to itself: the one error of a medium that a test can make and take back.
            Files.createSymbolicLink(copy, copy.getFileName());
        }
        NodeEvent.Outcome unread = work.check(new NodeEffect.CheckBank(1, BMC, BankId.A), new StopSignal());
        BankReading.ManifestUnread told = assertInstanceOf(
                BankReading.ManifestUnread.class,
                assertInstanceOf(NodeEvent.BankChecked.class, unread).reading());
        assertTrue(told.detail().startsWith("its manifest cannot be read"), told.detail());
        Files.delete(second);
        Files.move(second.resolveSibling("kept"), second);
        assertInstanceOf(BankReading.Content.class, check(BankId.A));
    }

    @Test
    void adopting_binds_a_matching_manifest_and_never_writes_the_bank() throws Exception {
        overwrite(BankId.A, image.image());
        byte[] before = bytes(BankId.A);
        assertEquals(new NodeEvent.ManifestVerified(9, image.manifest()), adopt(image.pair()));
        assertArrayEquals(before, bytes(BankId.A));
        assertInstanceOf(BankReading.Content.class, check(BankId.A));
    }

    @Test
    void adopting_refuses_other_content_and_bad_signatures() throws Exception {
        overwrite(BankId.A, vendor.image(5, 300_000).image());
        assertInstanceOf(Rejection.DigestMismatch.class, rejection(adopt(image.pair())));
        ManifestPair foreign = SignedImages.create().image(1, 300_000).pair();
        assertInstanceOf(Rejection.SignatureInvalid.class, rejection(adopt(foreign)));
        NodeEffect.AdoptBank noBase64 = new NodeEffect.AdoptBank(9, BMC, BankId.A, "{}", "=");
        assertInstanceOf(Rejection.SignatureInvalid.class, rejection(work.adopt(noBase64, new StopSignal())));
        assertEquals(new BankManifest.Unbound(), banks.manifestOf(BankId.A));
    }

    @Test
    void a_background_scan_is_slow_until_something_urgent_comes() throws Exception {
        overwrite(BankId.A, image.image());
        banks.bind(BankId.A, image.pair());
        long begin = System.nanoTime();
        long urgentAfter = Duration.ofMillis(300).toNanos();
        BankWork scanning = new BankWork(
                List.of(component(SignedImages.SOFTWARE, SIZE)),
                folders(),
                store,
                pairs,
                effect -> System.nanoTime() - begin < urgentAfter,
                100_000);
        NodeEvent.Outcome outcome = scanning.check(new NodeEffect.CheckBank(1, BMC, BankId.A), new StopSignal());
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        assertInstanceOf(BankReading.Content.class, ((NodeEvent.BankChecked) outcome).reading());
        assertTrue(millis >= 300 && millis < 2500, "took " + millis + " ms, 3000 ms at the slow pace");
    }

    private BankReading check(BankId bank) throws Exception {
        NodeEvent.Outcome outcome = work.check(new NodeEffect.CheckBank(1, BMC, bank), new StopSignal());
        return ((NodeEvent.BankChecked) outcome).reading();
    }

    private NodeEffect.WriteBank write(ImageSource from) {
        return new NodeEffect.WriteBank(7, BMC, BankId.B, from, image.manifest());
    }

    private NodeEvent.Outcome adopt(ManifestPair pair) throws Exception {
        String text = new String(pair.manifest().array(), StandardCharsets.UTF_8);
        String signature = Base64.getEncoder().encodeToString(pair.signature().array());
        return work.adopt(new NodeEffect.AdoptBank(9, BMC, BankId.A, text, signature), new StopSignal());
    }

    private static Rejection rejection(NodeEvent.Outcome outcome) {
        return assertInstanceOf(NodeEvent.Rejected.class, outcome).rejection();
    }

    private static ImageSource stored(Signed signed) {
        return new ImageSource.Stored(SignedImages.digest(signed.image()));
    }

    private void store(Signed signed) throws Exception {
        StageOutcome outcome =
                store.stage(StagingText.shape(signed.manifest().manifest().image()), signed.pair(), Pace.free());
        try (ImageStaging staging = ((StageOutcome.Staged) outcome).staging()) {
            staging.fill(new ByteArrayInputStream(signed.image()), Pace.free());
            staging.complete(Keep.INSTALLED, ContentCheck.DIGEST_ONLY, Pace.free());
        }
    }

    private void overwrite(BankId bank, byte[] content) throws Exception {
        banks.bank(bank).flash().program(0, ByteBuffer.wrap(content));
    }

    private void flip(BankId bank, int at) throws Exception {
        byte[] bytes = bytes(bank);
        bytes[at] ^= 1;
        Files.write(banks.imageFile(bank), bytes);
    }

    private byte[] bytes(BankId bank) throws Exception {
        return Files.readAllBytes(banks.imageFile(bank));
    }

    private SortedMap<ComponentId, BankFolder> folders() {
        TreeMap<ComponentId, BankFolder> folders = new TreeMap<>();
        folders.put(BMC, banks);
        return folders;
    }

    private BankWork work(String softwareId, long size) {
        return new BankWork(
                List.of(component(softwareId, size)), folders(), store, pairs, effect -> false, Pace.UNLIMITED);
    }

    private static Component component(String softwareId, long size) {
        return new Component(
                BMC, "BMC", softwareId, null, size, List.of(BankId.A, BankId.B), 0, 3, Duration.ofMinutes(2));
    }
}
