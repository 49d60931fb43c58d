package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.firmwarerecovery.update.io.trust.TestAuthority.Wish;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.RevocationList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A signed revocation list against signers, authorities, manifests and images. */
class RevocationTest {
    private static final byte[] MANIFEST = ManifestVerifierTest.MANIFEST;

    private static TestAuthority root;
    private static TestAuthority middle;
    private static KeyMaterial first;
    private static KeyMaterial second;
    private static KeyMaterial third;

    @BeforeAll
    static void issue() throws Exception {
        root = TestAuthority.root();
        middle = root.intermediate(Wish.authority("Middle"));
        first = root.issue(Wish.signer("First"), TestAuthority.ec("secp256r1"));
        second = root.issue(Wish.signer("Second"), TestAuthority.ec("secp256r1"));
        third = middle.issue(Wish.signer("Third"), TestAuthority.ec("secp256r1"));
    }

    private static ManifestVerifier needing(int threshold, RevocationList list) {
        return new ManifestVerifier(List.of(root.certificate()), threshold, TestAuthority.clock(), List.of())
                .revoking(list);
    }

    private static RevocationList certificate(X509Certificate certificate) throws Exception {
        return new RevocationList(3, List.of(sha256(certificate.getEncoded())), List.of(), List.of(), List.of());
    }

    private static RevocationList key(X509Certificate certificate) throws Exception {
        return new RevocationList(
                3, List.of(), List.of(sha256(certificate.getPublicKey().getEncoded())), List.of(), List.of());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] signed(KeyMaterial... signers) throws Exception {
        return ManifestVerifierTest.signAll(List.of(signers));
    }

    private static String refusal(Verified verified) {
        return assertInstanceOf(Verified.Refused.class, verified).rejection().text();
    }

    @Test
    void a_struck_signer_is_refused_by_certificate_by_key_and_by_the_authority_above() throws Exception {
        for (RevocationList list : List.of(certificate(first.certificate()), key(first.certificate()))) {
            String text = refusal(needing(1, list).verify(MANIFEST, signed(first)));
            assertTrue(text.contains("CN=First is revoked by list 3"), text);
            assertInstanceOf(Verified.Ok.class, needing(1, list).verify(MANIFEST, signed(second)));
        }
        RevocationList above = certificate(middle.certificate());
        String text = refusal(needing(1, above).verify(MANIFEST, signed(third)));
        assertTrue(text.contains("CN=Middle is revoked by list 3"), text);
        assertInstanceOf(Verified.Ok.class, needing(1, above).verify(MANIFEST, signed(first)));
    }

    @Test
    void a_struck_signer_does_not_count_and_does_not_spoil_what_enough_others_signed() throws Exception {
        RevocationList list = certificate(first.certificate());
        byte[] three = signed(first, second, third);
        Verified.Ok two = assertInstanceOf(Verified.Ok.class, needing(2, list).verify(MANIFEST, three));
        assertEquals(
                List.of("CN=Second", "CN=Third"),
                two.manifest().signers().stream()
                        .map(signer -> signer.subject())
                        .sorted()
                        .toList());
        String text = refusal(needing(3, list).verify(MANIFEST, three));
        assertTrue(text.contains("CN=First is revoked by list 3; 2 different signers, 3 are needed"), text);
        assertInstanceOf(Verified.Ok.class, needing(3, RevocationList.NONE).verify(MANIFEST, three));
    }

    @Test
    void manifests_and_images_are_struck_out_by_their_digests() throws Exception {
        RevocationList manifest = new RevocationList(1, List.of(), List.of(), List.of(sha256(MANIFEST)), List.of());
        RevocationList image = new RevocationList(1, List.of(), List.of(), List.of(), List.of("0".repeat(64)));
        for (RevocationList list : List.of(manifest, image)) {
            Verified verified = needing(1, list).verify(MANIFEST, signed(first));
            assertInstanceOf(
                    Rejection.ManifestRevoked.class,
                    assertInstanceOf(Verified.Refused.class, verified).rejection());
            assertTrue(authentic(needing(1, list), signed(first)).manifest().revoked());
        }
    }

    @Test
    void what_a_bank_holds_stays_authentic_and_says_that_it_is_revoked() throws Exception {
        assertTrue(authentic(needing(1, key(first.certificate())), signed(first))
                .manifest()
                .revoked());
        assertFalse(authentic(needing(1, key(first.certificate())), signed(second))
                .manifest()
                .revoked());
        ManifestVerifier byAuthority = new ManifestVerifier(
                List.of(root.certificate()), 1, TestAuthority.clock(), List.of(root.revoking(first.certificate())));
        assertInstanceOf(Verified.Refused.class, byAuthority.verify(MANIFEST, signed(first)));
        assertTrue(authentic(byAuthority, signed(first)).manifest().revoked());
        byte[] damaged = signed(first);
        damaged[damaged.length - 1] ^= 1;
        assertInstanceOf(Verified.Refused.class, byAuthority.authentic(MANIFEST, damaged));
    }

    private static Verified.Ok authentic(ManifestVerifier verifier, byte[] signature) {
        return assertInstanceOf(Verified.Ok.class, verifier.authentic(MANIFEST, signature));
    }

    @Test
    void another_document_is_held_to_the_same_rules() throws Exception {
        byte[] signature = signed(first);
        assertTrue(needing(1, RevocationList.NONE).refusal(MANIFEST, signature).isEmpty());
        assertTrue(needing(2, RevocationList.NONE).refusal(MANIFEST, signature).isPresent());
        assertTrue(needing(1, certificate(first.certificate()))
                .refusal(MANIFEST, signature)
                .isPresent());
        assertTrue(needing(1, RevocationList.NONE)
                .refusal(new byte[] {1}, signature)
                .isPresent());
    }
}
