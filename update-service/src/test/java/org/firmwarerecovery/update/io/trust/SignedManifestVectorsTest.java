package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.Parsed;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every published vector of a signed manifest gets its verdict. */
class SignedManifestVectorsTest {
    private static final String FOLDER = "testdata/images/signed-manifest/";
    private static final int VECTORS = 37;

    static Stream<Arguments> vectors() throws IOException {
        Stream.Builder<Arguments> vectors = Stream.builder();
        JsonNode index = SharedFacts.json(FOLDER + "index.json");
        assertEquals(VECTORS, index.size());
        for (JsonNode entry : index) {
            vectors.add(Arguments.of(
                    entry.get("file").asText(),
                    entry.get("verdict").asText(),
                    entry.path("content").asText("manifest.json"),
                    entry.path("trust").asText("trust-test-root.pem")));
        }
        return vectors.build();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void every_vector_gets_its_verdict(String file, String verdict, String content, String trust) throws Exception {
        if (file.endsWith(".bin")) {
            Parsed manifest = ManifestCodec.parse(read(content));
            assertEquals(
                    List.of(3),
                    badChunks(assertInstanceOf(Parsed.Ok.class, manifest).manifest(), read(file)));
            return;
        }
        Verified verified = verifier(trust).verify(read(content), read(file));
        switch (verdict) {
            case "accept" -> accepted(verified, content);
            case "reject", "reject-strict" -> {
                assertInstanceOf(Rejection.SignatureInvalid.class, rejection(verified));
                assertEquals(
                        verdict.equals("reject-strict"),
                        assertInstanceOf(Verified.Refused.class, verified).onlyHere());
            }
            case "reject-content" -> contentRefused(file, verified);
            default -> throw new AssertionError("a verdict that nobody knows: " + verdict);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("vectors")
    void what_is_wrong_is_said(String file, String verdict, String content, String trust) throws Exception {
        String part = switch (file) {
            case "odd-no-signed-attributes.p7s" -> "no signed attributes";
            case "odd-attached.p7s" -> "carries content";
            case "bad-untrusted-root.p7s", "bad-no-intermediate.p7s", "bad-leaf-as-ca.p7s" -> "no valid chain";
            case "bad-expired-signer.p7s" -> "was valid until 2021-01-01T00:00:00Z";
            case "bad-eku-server-auth.p7s" -> "lacks the extended key usage codeSigning";
            case "bad-rsa-1024.p7s" -> "has 1024 bits";
            case "bad-digest-sha1.p7s" -> "not SHA-256";
            case "bad-no-certificates.p7s" -> "is not in the signature";
            case "bad-certs-only.p7s" -> "no signer";
            case "bad-signature-bitflip.p7s" -> "value is wrong";
            case "bad-trailing-bytes.p7s" -> "bytes after the signature";
            case "bad-empty.p7s" -> "empty";
            case "bad-random.p7s", "bad-der-length-4gib.p7s", "bad-truncated.p7s", "odd-pem.p7s" -> "not DER";
            case "bad-content-one-space-more.p7s", "bad-content-forged.p7s" -> "does not fit what is signed";
            default -> "";
        };
        if (!part.isEmpty()) {
            String text =
                    rejection(verifier(trust).verify(read(content), read(file))).text();
            assertTrue(text.contains(part), text);
        }
    }

    private static void accepted(Verified verified, String content) throws Exception {
        Verified.Ok ok = assertInstanceOf(Verified.Ok.class, verified, verified::toString);
        assertEquals(sha256(read(content)), ok.manifest().digest());
        assertFalse(ok.manifest().clockUnset());
        assertTrue(ok.manifest().signers().stream().allMatch(signer -> signer.signedAt() != null));
        assertEquals(List.of(), badChunks(ok.manifest().manifest(), read("image.bin")));
    }

    private static void contentRefused(String file, Verified verified) throws Exception {
        if (file.equals("content-chunk-hash-wrong.p7s")) {
            Manifest manifest =
                    assertInstanceOf(Verified.Ok.class, verified).manifest().manifest();
            byte[] image = read("image.bin");
            assertEquals(manifest.image().digest(), sha256(image));
            assertEquals(List.of(1), badChunks(manifest, image));
        } else {
            assertInstanceOf(Rejection.ManifestRuleBroken.class, rejection(verified));
        }
    }

    private static Rejection rejection(Verified verified) {
        return assertInstanceOf(Verified.Refused.class, verified).rejection();
    }

    /** Indexes of the whole chunks of {@code bytes} that are not what the manifest says. */
    private static List<Integer> badChunks(Manifest manifest, byte[] bytes) throws Exception {
        ChunkList chunks = manifest.image().chunks();
        List<Integer> bad = new ArrayList<>();
        for (int i = 0; i < chunks.count() && chunks.offset(i) + chunks.length(i) <= bytes.length; i++) {
            int from = (int) chunks.offset(i);
            if (chunks.check(i, sha256(Arrays.copyOfRange(bytes, from, from + chunks.length(i))))
                    .isPresent()) {
                bad.add(i);
            }
        }
        return bad;
    }

    private static ManifestVerifier verifier(String trust) throws IOException {
        Path root = SharedFacts.path(FOLDER + trust);
        return ManifestVerifier.ofFiles(List.of(root), 1, TestAuthority.clock(), List.of());
    }

    private static byte[] read(String file) throws IOException {
        return Files.readAllBytes(SharedFacts.path(FOLDER + file));
    }

    private static Digest sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return Digest.sha256(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
}
