package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.update.io.trust.TestAuthority.Wish;
import org.firmwarerecovery.update.manifest.SharedFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestSignerTest {
    private static final Instant SIGNED_AT = Instant.parse("2027-06-01T00:00:00Z");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "RSA"})
    void what_is_signed_here_verifies_here_and_with_openssl(String kind) throws Exception {
        TestAuthority root = TestAuthority.root();
        TestAuthority middle = root.intermediate(Wish.authority("Middle"));
        KeyPair keys = kind.equals("RSA") ? TestAuthority.rsa(3072) : TestAuthority.ec(kind);
        KeyMaterial signer = middle.issue(Wish.signer("Signer"), keys);
        Path rootFile = write("root.pem", Pem.text(List.of(root.certificate())));
        Path certificate = write("signer.pem", Pem.text(List.of(signer.certificate())));
        Path key = write("signer.key", Pem.text(signer.key()));
        Path chain = write("chain.pem", Pem.text(middle.material.chain()));
        Path manifest = folder.resolve("manifest.json");
        Files.copy(SharedFacts.path("testdata/images/signed-manifest/manifest.json"), manifest);

        byte[] bytes = Files.readAllBytes(manifest);
        byte[] signature =
                ManifestSigner.ofFiles(key, certificate, List.of(chain)).sign(bytes, SIGNED_AT);

        ManifestVerifier verifier = ManifestVerifier.ofFiles(List.of(rootFile), 1, TestAuthority.clock(), List.of());
        Verified.Ok ok = assertInstanceOf(Verified.Ok.class, verifier.verify(bytes, signature));
        assertEquals(SIGNED_AT, ok.manifest().signers().get(0).signedAt());
        Files.write(folder.resolve("manifest.json.p7s"), signature);
        openssl("cms -verify -binary -inform DER -in manifest.json.p7s -content manifest.json -CAfile root.pem"
                + " -purpose any -out /dev/null -attime " + SIGNED_AT.getEpochSecond());
    }

    @Test
    void what_openssl_signs_as_documented_verifies_here() throws Exception {
        Path manifest = folder.resolve("m.json");
        Files.copy(SharedFacts.path("testdata/images/signed-manifest/manifest.json"), manifest);
        write("ext", "keyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\n");
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -subj /CN=Root -days 30"
                + " -keyout root.key -out root.pem");
        openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Signer -keyout s.key -out s.csr");
        openssl("x509 -req -in s.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 -extfile ext -out s.pem");
        openssl("cms -sign -binary -in m.json -signer s.pem -inkey s.key -md sha384 -outform DER -out m.json.p7s");
        ClockRule clock = new ClockRule(TrustTime.AUTO, Instant::now, () -> Instant.EPOCH);
        ManifestVerifier verifier = ManifestVerifier.ofFiles(List.of(folder.resolve("root.pem")), 1, clock, List.of());
        byte[] signature = Files.readAllBytes(folder.resolve("m.json.p7s"));
        assertInstanceOf(Verified.Ok.class, verifier.verify(Files.readAllBytes(manifest), signature));
        // And a key as openssl writes it signs here.
        byte[] again = ManifestSigner.ofFiles(folder.resolve("s.key"), folder.resolve("s.pem"), List.of())
                .sign(Files.readAllBytes(manifest), Instant.now());
        assertInstanceOf(Verified.Ok.class, verifier.verify(Files.readAllBytes(manifest), again));
    }

    @Test
    void a_signer_that_no_verifier_would_accept_is_refused_at_once() throws Exception {
        TestAuthority root = TestAuthority.root();
        KeyMaterial noPurpose = root.issue(Wish.signer("A").purpose(null), TestAuthority.ec("secp256r1"));
        assertRefused("codeSigning", () -> new ManifestSigner(noPurpose));
        KeyMaterial weak = root.issue(Wish.signer("B"), TestAuthority.rsa(2048));
        assertRefused("2048 bits", () -> new ManifestSigner(weak));
    }

    @Test
    void a_key_of_another_certificate_is_refused() throws Exception {
        TestAuthority root = TestAuthority.root();
        KeyMaterial one = root.issue(Wish.signer("One"), TestAuthority.ec("secp256r1"));
        KeyMaterial two = root.issue(Wish.signer("Two"), TestAuthority.rsa(3072));
        Path key = write("one.key", Pem.text(one.key()));
        Path certificate = write("two.pem", Pem.text(two.chain()));
        assertRefused("not the key of the certificate", () -> ManifestSigner.ofFiles(key, certificate, List.of()));
    }

    private static void assertRefused(String part, Executable signing) {
        String message = String.valueOf(assertThrows(IOException.class, signing).getMessage());
        assertTrue(message.contains(part), message);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Runs openssl in the test's folder and expects it to succeed. */
    private void openssl(String arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add("openssl");
        command.addAll(List.of(arguments.split(" ")));
        Path log = folder.resolve("openssl.log");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException absent) {
            String reason = "openssl is not on the path";
            process = "true".equals(System.getenv("CI")) ? fail(reason, absent) : abort(reason);
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
    }
}
