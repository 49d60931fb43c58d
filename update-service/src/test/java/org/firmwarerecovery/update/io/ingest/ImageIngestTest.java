package org.firmwarerecovery.update.io.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.firmwarerecovery.update.io.container.openbmc.SystemKeys;
import org.firmwarerecovery.update.io.ingest.SignedImages.Signed;
import org.firmwarerecovery.update.io.store.BundleWriter;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.SelfSignedHttps;
import org.firmwarerecovery.update.io.web.WebLimits;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImageIngestTest {
    private static final int SIZE_MAX = 1 << 20;

    @TempDir
    Path folder;

    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final TreeMap<String, String> redirects = new TreeMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final TreeMap<String, HttpStub.Answerer> special = new TreeMap<>();
    private HttpStub server;
    private ImageStore store;
    private SignedImages vendor;
    private Signed image;
    private ImageIngest ingest;

    @BeforeEach
    void open() throws Exception {
        vendor = SignedImages.create();
        image = vendor.image(1, 200_000);
        store = ImageStore.open(folder.resolve("images"), 1 << 24, List::of);
        Files.createDirectories(folder.resolve("uploads"));
        server = new HttpStub(this::serve);
        ingest = ingest(true, List.of("http", "https"));
    }

    @AfterEach
    void close() throws Exception {
        ingest.close();
        server.close();
        store.close();
    }

    @Test
    void an_uploaded_bundle_is_stored_and_its_file_is_gone() throws Exception {
        Files.write(upload("a"), bundle(image));
        assertEquals(new Taken.Stored(image.manifest()), take(new IngestSource.Upload("a", "bmc.bundle")));
        assertStored(true);
        assertFalse(Files.exists(upload("a")));
    }

    @Test
    void an_upload_without_manifest_is_refused_and_its_file_is_gone() throws Exception {
        Files.write(upload("a"), image.image());
        assertEquals(
                new Taken.Rejected(new Rejection.ManifestMissing("bmc.bin")),
                take(new IngestSource.Upload("a", "bmc.bin")));
        assertFalse(Files.exists(upload("a")));
        assertInstanceOf(Taken.Failed.class, take(new IngestSource.Upload("../a", "x")));
    }

    @Test
    void damaged_bundles_are_refused_and_leave_nothing_behind() throws Exception {
        byte[] good = bundle(image);
        byte[] flipped = good.clone();
        flipped[good.length - 150_000] ^= 1;
        assertInstanceOf(Rejection.ChunkDigestMismatch.class, uploaded(flipped));
        assertInstanceOf(Rejection.SizeMismatch.class, uploaded(Arrays.copyOf(good, good.length / 2)));
        byte[] longer = Arrays.copyOf(good, good.length + 512);
        longer[good.length] = 1;
        assertInstanceOf(Rejection.ContainerInvalid.class, uploaded(longer));
        Signed foreign = SignedImages.create().image(1, 200_000);
        assertInstanceOf(Rejection.SignatureInvalid.class, uploaded(bundle(foreign)));
        assertStored(false);
    }

    @Test
    void a_package_comes_in_when_its_manifest_describes_it() throws Exception {
        byte[] bytes = Files.readAllBytes(SharedFacts.path("testdata/images/pldm/ok-r1-minimal.pldm"));
        List<Payload> component = List.of(SignedImages.payload(bytes, 119, 65_536));
        image = vendor.container(bytes, "pldm", "2.14.0", component);
        Files.write(upload("a"), bundle(image));
        assertEquals(new Taken.Stored(image.manifest()), take(new IngestSource.Upload("a", "bmc.bundle")));
        assertStored(true);
    }

    @Test
    void a_package_that_its_manifest_describes_wrongly_is_refused_and_leaves_nothing_behind() throws Exception {
        byte[] bytes = Files.readAllBytes(SharedFacts.path("testdata/images/pldm/ok-r1-minimal.pldm"));
        List<Payload> shifted = List.of(SignedImages.payload(bytes, 120, 65_535));
        Rejection.ContainerInvalid why = assertInstanceOf(
                Rejection.ContainerInvalid.class, uploaded(bundle(vendor.container(bytes, "pldm", "2.14.0", shifted))));
        assertTrue(why.detail().startsWith("payloads.packageOffset"), why.detail());
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        why = assertInstanceOf(
                Rejection.ContainerInvalid.class, uploaded(bundle(vendor.container(cut, "pldm", "2.14.0", List.of()))));
        assertTrue(why.detail().startsWith("component-out-of-bounds"), why.detail());
        assertEquals(List.of(), store.list());
        assertEquals(List.of(), store.suspended());
    }

    @Test
    void an_image_that_is_there_already_is_held_against_its_other_manifest() throws Exception {
        byte[] bytes = Files.readAllBytes(SharedFacts.path("testdata/images/pldm/ok-r1-minimal.pldm"));
        image = vendor.container(bytes, "raw", "2.14.0", List.of());
        Files.write(upload("a"), bundle(image));
        assertInstanceOf(Taken.Stored.class, take(new IngestSource.Upload("a", "bmc.bundle")));
        List<Payload> shifted = List.of(SignedImages.payload(bytes, 120, 65_535));
        assertInstanceOf(
                Rejection.ContainerInvalid.class, uploaded(bundle(vendor.container(bytes, "pldm", "2.14.0", shifted))));
    }

    @Test
    void an_image_over_the_limit_is_refused_before_it_is_read() throws Exception {
        Signed large = vendor.image(3, SIZE_MAX + 1);
        assertInstanceOf(Rejection.ContainerInvalid.class, uploaded(bundle(large)));
        put("/large.bin", large);
        assertEquals(
                new Rejection.ImageTooLarge(SIZE_MAX + 1, SIZE_MAX),
                ((Taken.Rejected) take(remote("/large.bin"))).rejection());
    }

    @Test
    void a_bundle_is_pulled_with_one_request_and_the_credentials() throws Exception {
        files.put("/bmc.tar", bundle(image));
        IngestSource source = new IngestSource.Remote(uri("/bmc.tar?version=1"), "user", "secret");
        assertEquals(new Taken.Stored(image.manifest()), take(source));
        String basic = Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("/bmc.tar?version=1 Basic " + basic), asked);
        assertStored(true);
    }

    @Test
    void a_bare_image_is_pulled_with_its_sidecars_under_either_name_of_the_signature() throws Exception {
        put("/bmc.bin", image);
        assertEquals(new Taken.Stored(image.manifest()), take(remote("/bmc.bin")));
        Signed other = vendor.image(2, 70_000);
        put("/other.bin", other);
        files.put("/other.bin.p7s", files.remove("/other.bin.manifest.json.p7s"));
        assertEquals(new Taken.Stored(other.manifest()), take(remote("/other.bin")));
    }

    @Test
    void a_bare_image_without_sidecars_is_refused_by_the_name_of_what_is_missing() throws Exception {
        files.put("/bmc.bin", image.image());
        Taken.Rejected rejected = assertInstanceOf(Taken.Rejected.class, take(remote("/bmc.bin")));
        assertEquals(new Rejection.ManifestMissing(uri("/bmc.bin.manifest.json")), rejected.rejection());
    }

    @Test
    void an_image_of_another_length_than_its_manifest_says_is_refused() throws Exception {
        put("/bmc.bin", image);
        files.put("/bmc.bin", Arrays.copyOf(image.image(), 200_001));
        assertEquals(new Taken.Rejected(new Rejection.SizeMismatch(200_000, 200_001)), take(remote("/bmc.bin")));
        files.put("/bmc.bin", Arrays.copyOf(image.image(), 199_999));
        assertEquals(new Taken.Rejected(new Rejection.SizeMismatch(200_000, 199_999)), take(remote("/bmc.bin")));
        assertStored(false);
    }

    @Test
    void redirects_are_followed_within_the_host_only_and_not_for_ever() throws Exception {
        files.put("/bmc.tar", bundle(image));
        redirects.put("/1", "/2");
        redirects.put("/2", uri("/bmc.tar"));
        assertInstanceOf(Taken.Stored.class, take(remote("/1")));
        redirects.put("/away", "http://localhost:" + server.port() + "/bmc.tar");
        assertReason("only its own host", take(remote("/away")));
        redirects.put("/port", "http://127.0.0.1:1/bmc.tar");
        assertReason("only its own host", take(remote("/port")));
        redirects.put("/loop", "/loop");
        assertReason("more than 5 redirects", take(remote("/loop")));
    }

    @Test
    void addresses_and_schemes_that_are_not_allowed_are_never_connected_to() throws Exception {
        ingest.close();
        ingest = ingest(false, List.of("https"));
        for (String host : List.of(
                "127.0.0.1",
                "localhost",
                "[::1]",
                "0.0.0.0",
                "169.254.1.1",
                "224.0.0.1",
                "[fe80::1]",
                "[ff02::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "255.255.255.255")) {
            Taken taken = take(new IngestSource.Remote("https://" + host + ":1/x", null, null));
            assertReason("update.allowAddresses", taken);
        }
        assertReason("update.allowSchemes", take(remote("/x")));
        assertReason("update.allowSchemes", take(new IngestSource.Remote("file:///x", null, null)));
        assertEquals(List.of(), asked);
    }

    @Test
    void uris_that_make_no_sense_or_carry_a_user_are_refused() {
        for (String uri : List.of("", "http://", "http:///x", "::", "http://u:p@127.0.0.1/x", "http://h/#f")) {
            assertInstanceOf(Taken.Failed.class, take(new IngestSource.Remote(uri, null, null)), uri);
        }
    }

    @Test
    void a_server_that_refuses_or_is_not_there_is_told_with_the_reason() {
        assertReason("answered 404", take(remote("/missing")));
        assertInstanceOf(Taken.Failed.class, take(new IngestSource.Remote("http://127.0.0.1:1/x", null, null)));
    }

    @Test
    void a_server_that_drips_is_given_up_and_what_came_is_kept_for_the_next_try() throws Exception {
        special.put("/drip", (request, out) -> {
            byte[] all = bundle(image);
            String head = "HTTP/1.1 200 x\r\nContent-Length: " + all.length + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(all, 0, 120_000);
            out.flush(); // the rest never comes
        });
        assertInstanceOf(Taken.Failed.class, take(remote("/drip")));
        assertStored(false);
        files.put("/bmc.tar", bundle(image));
        assertInstanceOf(Taken.Stored.class, take(remote("/bmc.tar")));
    }

    @Test
    void an_https_server_has_to_prove_itself_to_a_configured_root() throws Exception {
        KeyMaterial key = SelfSignedHttps.openOrCreate(
                folder.resolve("https"), "server", List.of(InetAddress.getLoopbackAddress()));
        files.put("/bmc.tar", bundle(image));
        try (HttpStub secure = new HttpStub(tls(key), this::serve)) {
            IngestSource source =
                    new IngestSource.Remote("https://127.0.0.1:" + secure.port() + "/bmc.tar", "user", "secret");
            assertInstanceOf(Taken.Failed.class, take(source));
            assertEquals(List.of(), asked);
            ingest.close();
            ingest = ingest(true, List.of("https"), List.of(key.certificate()));
            assertInstanceOf(Taken.Stored.class, take(source));
        }
    }

    private static ServerSocket tls(KeyMaterial key) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(key.toKeyStore("server", new char[0]), new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Test
    void an_ingest_that_nobody_waits_for_ends() throws Exception {
        StopSignal stop = new StopSignal();
        special.put("/slow", (request, out) -> stop.request());
        assertEquals(new Taken.Failed("stopped"), ingest.take(remote("/slow"), stop));
    }

    @Test
    void the_same_image_again_is_hashed_where_it_is() throws Exception {
        Files.write(upload("a"), bundle(image));
        take(new IngestSource.Upload("a", "x"));
        Files.write(upload("a"), bundle(image));
        assertInstanceOf(Taken.Stored.class, take(new IngestSource.Upload("a", "x")));
    }

    private void serve(HttpStub.Request request, OutputStream out) throws IOException {
        String target = request.path();
        String authorization = request.headers().getOrDefault("authorization", "");
        asked.add(authorization.isEmpty() ? target : target + " " + authorization);
        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        HttpStub.Answerer answerer = special.get(path);
        byte[] file = files.get(path);
        if (answerer != null) {
            answerer.answer(request, out);
        } else if (redirects.containsKey(path)) {
            HttpStub.write(out, 302, "Location: " + redirects.get(path) + "\r\n", new byte[0]);
        } else if (file == null) {
            HttpStub.write(out, 404, "", new byte[0]);
        } else {
            HttpStub.write(out, 200, "", file);
        }
    }

    private void put(String path, Signed signed) {
        files.put(path, signed.image());
        files.put(path + ".manifest.json", signed.pair().manifest().array());
        files.put(path + ".manifest.json.p7s", signed.pair().signature().array());
    }

    private Rejection uploaded(byte[] content) throws Exception {
        Files.write(upload("a"), content);
        return assertInstanceOf(Taken.Rejected.class, take(new IngestSource.Upload("a", "x")))
                .rejection();
    }

    private Taken take(IngestSource source) {
        return ingest.take(source, new StopSignal());
    }

    private IngestSource remote(String path) {
        return new IngestSource.Remote(uri(path), null, null);
    }

    private String uri(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    private Path upload(String name) {
        return folder.resolve("uploads").resolve(name);
    }

    private void assertStored(boolean expected) throws Exception {
        assertEquals(expected, store.find(SignedImages.digest(image.image())).isPresent());
    }

    private static void assertReason(String part, Taken taken) {
        String reason = assertInstanceOf(Taken.Failed.class, taken).reason();
        assertTrue(reason.contains(part), reason);
    }

    private static byte[] bundle(Signed signed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleWriter.write(
                out, signed.pair(), "image.bin", signed.image().length, new ByteArrayInputStream(signed.image()));
        return out.toByteArray();
    }

    private ImageIngest ingest(boolean loopback, List<String> schemes) throws Exception {
        return ingest(loopback, schemes, List.of());
    }

    private ImageIngest ingest(boolean loopback, List<String> schemes, List<X509Certificate> roots) throws Exception {
        WebLimits web = WebLimits.defaults().timing(Duration.ofSeconds(5), Duration.ofSeconds(2));
        IngestSettings settings = new IngestSettings(
                schemes,
                address -> loopback && address.isLoopbackAddress(),
                SIZE_MAX,
                folder.resolve("uploads"),
                roots,
                SystemKeys.NONE,
                Duration.ofSeconds(20),
                web);
        return new ImageIngest(settings, store, new VerifiedPairs(vendor.verifier()));
    }
}
