package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.openbmc.HashType;
import org.firmwarerecovery.update.io.container.openbmc.SystemKeys;
import org.firmwarerecovery.update.io.container.openbmc.Tarballs;
import org.firmwarerecovery.update.io.container.openbmc.VendorProof;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.ingest.ImageIngest;
import org.firmwarerecovery.update.io.ingest.IngestSettings;
import org.firmwarerecovery.update.io.ingest.ManifestContent;
import org.firmwarerecovery.update.io.ingest.SignedImages;
import org.firmwarerecovery.update.io.ingest.StagingText;
import org.firmwarerecovery.update.io.ingest.Taken;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.CompleteOutcome;
import org.firmwarerecovery.update.io.store.ImageStaging;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.Keep;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.store.StageOutcome;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.firmwarerecovery.update.io.trust.ClockRule;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.io.web.WebLimits;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Manifest.Image;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tarball of a vendor without a manifest of ours: from the upload to the bank, and to the next start. */
@Timeout(60)
class VendorImageTest {
    private static final ComponentId BMC = new ComponentId("BMC");
    private static final String SOFTWARE = "openbmc.alpha-bmc.BMC";
    private static final int BANK_BYTES = 2 << 20;
    private static final byte[] FLASH = noise();
    private static final byte[] TAR = Tarballs.tar(Tarballs.signed(
            Tarballs.manifest("BMC", HashType.RSA_SHA256), HashType.RSA_SHA256, Map.of("image-bmc", FLASH)));

    @TempDir
    Path folder;

    private StateFolder state;
    private ImageStore store;
    private BankFolder banks;
    private VerifiedPairs pairs;
    private ImageIngest ingest;

    @BeforeEach
    void open() throws Exception {
        state = StateFolder.open(folder.resolve("state"));
        store = ImageStore.open(state.images(), 1 << 24, List::of);
        banks = BankFolder.open(state, BMC, List.of(BankId.A, BankId.B), BANK_BYTES);
        Files.createDirectories(folder.resolve("uploads"));
        pairs = pairs(Tarballs.trust(HashType.RSA_SHA256));
        ingest = ingest(Tarballs.trust(HashType.RSA_SHA256));
    }

    @AfterEach
    void close() throws Exception {
        ingest.close();
        banks.close();
        store.close();
        state.close();
    }

    @Test
    void an_uploaded_tarball_goes_to_the_bank_and_is_known_again_after_a_start() throws Exception {
        SignedManifest manifest = stored(upload(TAR));
        assertEquals(List.of(), uploads());
        Digest payload = SignedImages.digest(FLASH);
        BankWork work = work(pairs);
        assertEquals(new NodeEvent.Done(7), work.write(write(manifest), new StopSignal()));
        assertArrayEquals(FLASH, Arrays.copyOf(Files.readAllBytes(banks.imageFile(BankId.B)), FLASH.length));
        assertEquals(new BankReading.Content(manifest, payload), check(work));
        VerifiedPairs next = pairs(Tarballs.trust(HashType.RSA_SHA256));
        assertEquals(new BankReading.Content(manifest, payload), check(work(next)));
        assertInstanceOf(BankReading.WithoutManifest.class, check(work(pairs(SystemKeys.NONE))));
        ManifestPair kept = store.manifestOf(SignedImages.digest(TAR)).orElseThrow();
        assertInstanceOf(Verified.Ok.class, next.judge(kept));
    }

    @Test
    void a_tarball_inside_gzip_is_stored_as_the_same_image() throws Exception {
        SignedManifest plain = stored(upload(TAR));
        assertEquals(plain, stored(upload(Tarballs.gzip(TAR))));
        assertEquals(List.of(), uploads());
    }

    @Test
    void nothing_is_taken_that_the_vendor_did_not_sign() throws Exception {
        byte[] flipped = TAR.clone();
        flipped[1000] ^= 1;
        Rejection rejection =
                assertInstanceOf(Taken.Rejected.class, upload(flipped)).rejection();
        assertTrue(rejection.text().contains("the signature of image-bmc is missing or wrong"), rejection.text());
        assertInstanceOf(Taken.Rejected.class, upload(Arrays.copyOf(TAR, TAR.length / 2)));
        assertInstanceOf(Taken.Rejected.class, upload(Tarballs.gzip(new byte[1000])));
        try (ImageIngest without = ingest(SystemKeys.NONE)) {
            assertEquals(new Taken.Rejected(new Rejection.ManifestMissing("x.tar")), upload(without, TAR));
        }
        assertEquals(List.of(), uploads());
        assertTrue(store.list().isEmpty());
    }

    @Test
    void a_node_that_stops_leaves_nothing_behind() throws Exception {
        Files.write(folder.resolve("uploads/x"), TAR);
        StopSignal stop = new StopSignal();
        stop.request();
        assertEquals(new Taken.Failed("stopped"), ingest.take(new IngestSource.Upload("x", "x.tar"), stop));
        assertEquals(List.of(), uploads());
        assertTrue(store.list().isEmpty());
    }

    @Test
    void a_donor_who_lies_about_the_frame_brings_nothing_into_the_store() throws Exception {
        SignedManifest good = stored(upload(TAR));
        byte[] proof = store.manifestOf(SignedImages.digest(TAR))
                .orElseThrow()
                .signature()
                .array();
        byte[] other = FLASH.clone();
        other[7] ^= 1;
        byte[] whole = Tarballs.tar(Tarballs.signed(
                Tarballs.manifest("BMC", HashType.RSA_SHA256), HashType.RSA_SHA256, Map.of("image-bmc", other)));
        byte[] damaged = TAR.clone();
        damaged[600] ^= 1;
        // The proof holds each time: the lie is about what the vendor never signed.
        Rejection swapped = refused(framed(good.manifest(), whole, 512), proof, whole);
        assertEquals(
                new Rejection.DigestMismatch(
                        "payload " + SOFTWARE, SignedImages.digest(FLASH), SignedImages.digest(other)),
                swapped);
        assertInstanceOf(
                Rejection.ContainerInvalid.class, refused(framed(good.manifest(), damaged, 512), proof, damaged));
        assertInstanceOf(Rejection.ContainerInvalid.class, refused(framed(good.manifest(), whole, 1024), proof, whole));
        assertEquals(1, store.list().size());
    }

    private Rejection refused(Manifest forged, byte[] proof, byte[] image) throws IOException {
        ManifestPair pair = ManifestPair.of(ManifestCodec.write(forged), proof);
        SignedManifest believed =
                assertInstanceOf(Verified.Ok.class, pairs.verify(pair)).manifest();
        StageOutcome outcome = store.stage(StagingText.shape(believed.manifest().image()), pair, Pace.free());
        try (ImageStaging staging = ((StageOutcome.Staged) outcome).staging()) {
            staging.fill(new ByteArrayInputStream(image), Pace.free());
            return assertInstanceOf(
                            CompleteOutcome.Refused.class,
                            staging.complete(Keep.INSTALLED, ManifestContent.of(believed), Pace.free()))
                    .rejection();
        }
    }

    @Test
    void a_lie_about_an_image_that_is_stored_already_is_found_where_it_lies() throws Exception {
        SignedManifest good = stored(upload(TAR));
        byte[] proof = store.manifestOf(SignedImages.digest(TAR))
                .orElseThrow()
                .signature()
                .array();
        ManifestPair pair = ManifestPair.of(ManifestCodec.write(framed(good.manifest(), TAR, 1024)), proof);
        SignedManifest believed =
                assertInstanceOf(Verified.Ok.class, pairs.verify(pair)).manifest();
        try (StoreWork work = new StoreWork(store, pairs, digest -> true, event -> {})) {
            NodeEvent.Outcome outcome = work.verifyImage(new NodeEffect.VerifyImage(3, believed), new StopSignal());
            assertInstanceOf(
                    Rejection.ContainerInvalid.class,
                    assertInstanceOf(NodeEvent.Rejected.class, outcome).rejection());
        }
    }

    /** The same statements of the vendor about another file, with the payload at another place. */
    private static Manifest framed(Manifest good, byte[] image, long offset) {
        Payload payload = good.payloads().get(0);
        Digest digest = SignedImages.digest(image);
        int chunk = good.image().chunks().chunkSize();
        List<Digest> chunks = Stream.iterate(0, at -> at < image.length, at -> at + chunk)
                .map(at -> SignedImages.digest(Arrays.copyOfRange(image, at, Math.min(image.length, at + chunk))))
                .toList();
        return new Manifest(
                good.schema(),
                "openbmc-tar-1-" + digest.brief(),
                good.created(),
                good.softwareId(),
                null,
                good.compatible(),
                good.version(),
                good.versionScheme(),
                null,
                0,
                null,
                good.container(),
                new Image(List.of(digest), new ChunkList(image.length, chunk, chunks)),
                List.of(new Payload(payload.component(), offset, 0, payload.digest(), payload.chunks())));
    }

    private static SignedManifest stored(Taken taken) {
        return assertInstanceOf(Taken.Stored.class, taken, taken.toString()).manifest();
    }

    private Taken upload(byte[] file) throws IOException {
        return upload(ingest, file);
    }

    private Taken upload(ImageIngest into, byte[] file) throws IOException {
        Files.write(folder.resolve("uploads/x"), file);
        return into.take(new IngestSource.Upload("x", "x.tar"), new StopSignal());
    }

    private List<Path> uploads() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("uploads"))) {
            return files.toList();
        }
    }

    private static NodeEffect.WriteBank write(SignedManifest manifest) {
        return new NodeEffect.WriteBank(7, BMC, BankId.B, new ImageSource.Stored(SignedImages.digest(TAR)), manifest);
    }

    private static BankReading check(BankWork work) throws StoppedException {
        return ((NodeEvent.BankChecked) work.check(new NodeEffect.CheckBank(1, BMC, BankId.B), new StopSignal()))
                .reading();
    }

    private BankWork work(VerifiedPairs verified) {
        TreeMap<ComponentId, BankFolder> folders = new TreeMap<>();
        folders.put(BMC, banks);
        Component component = new Component(
                BMC,
                "BMC",
                SOFTWARE,
                "alpha-bmc",
                BANK_BYTES,
                List.of(BankId.A, BankId.B),
                0,
                3,
                Duration.ofMinutes(2));
        return new BankWork(List.of(component), folders, store, verified, effect -> false, Pace.UNLIMITED);
    }

    private static VerifiedPairs pairs(SystemKeys keys) {
        ClockRule clock = new ClockRule(TrustTime.AUTO, Instant::now, () -> Instant.EPOCH);
        return new VerifiedPairs(new ManifestVerifier(List.of(), 1, clock, List.of()).with(new VendorProof(keys)));
    }

    private ImageIngest ingest(SystemKeys keys) {
        IngestSettings settings = new IngestSettings(
                List.of("https"),
                (InetAddress address) -> false,
                1 << 23,
                folder.resolve("uploads"),
                List.of(),
                keys,
                Duration.ofSeconds(20),
                WebLimits.defaults());
        return new ImageIngest(settings, store, pairs);
    }

    private static byte[] noise() {
        byte[] bytes = new byte[1_200_000];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
