package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.firmwarerecovery.update.io.trust.TestAuthority.Wish;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ManifestVerifierTest {
    private static final Instant SIGNED_AT = Instant.parse("2026-06-01T00:00:00Z");
    static final byte[] MANIFEST = ("{\"schema\":\"firmware-recovery-manifest-1\",\"manifestId\":\"1\","
                    + "\"created\":\"2026-03-01T12:00:00Z\",\"softwareId\":\"X\",\"compatible\":[{\"softwareId\":\"X\"}],"
                    + "\"version\":\"1\",\"securityVersion\":0,\"container\":\"raw\",\"image\":{\"size\":1,\"digest\":"
                    + "{\"sha-256\":\"" + "0".repeat(64)
                    + "\"},\"chunkSize\":65536,\"chunkDigestAlgorithm\":\"sha-256\","
                    + "\"chunks\":[\"" + "0".repeat(64) + "\"]}}")
            .getBytes(StandardCharsets.US_ASCII);

    private static TestAuthority root;
    private static byte[] signature;

    @BeforeAll
    static void sign() throws Exception {
        root = TestAuthority.root();
        signature = sign(root.issue(Wish.signer("Signer"), TestAuthority.ec("secp256r1")));
    }

    @Test
    void a_good_signature_tells_who_signed_and_when() {
        SignedManifest manifest = ok(verifier().verify(MANIFEST, signature));
        assertEquals(List.of(new SignedManifest.Signer("CN=Signer", SIGNED_AT)), manifest.signers());
    }

    @Test
    void an_expired_signer_passes_only_where_the_ends_do_not_count() throws Exception {
        Wish wish = Wish.signer("Old").valid(TestAuthority.BEGIN, Instant.parse("2026-02-01T00:00:00Z"));
        byte[] old = sign(root.issue(wish, TestAuthority.ec("secp256r1")));
        refused(with(TestAuthority.clock()).verify(MANIFEST, old), "was valid until");
        ClockRule unset = TestAuthority.clock(TrustTime.AUTO, "1970-01-01T00:00:00Z", "2026-12-01T00:00:00Z");
        assertTrue(ok(with(unset).verify(MANIFEST, old)).clockUnset());
        ClockRule enforced = TestAuthority.clock(TrustTime.ENFORCE, "1970-01-01T00:00:00Z", "2026-12-01T00:00:00Z");
        refused(with(enforced).verify(MANIFEST, old), "was valid until");
        ClockRule ignored = TestAuthority.clock(TrustTime.IGNORE, "2027-01-01T00:00:00Z", "2026-12-01T00:00:00Z");
        assertEquals(false, ok(with(ignored).verify(MANIFEST, old)).clockUnset());
    }

    @Test
    void a_signature_from_before_the_certificate_began_never_passes() throws Exception {
        Wish wish = Wish.signer("Young").valid(Instant.parse("2026-07-01T00:00:00Z"), TestAuthority.END);
        byte[] young = sign(root.issue(wish, TestAuthority.ec("secp256r1")));
        refused(verifier().verify(MANIFEST, young), "is valid from");
    }

    @Test
    void a_signature_newer_than_the_build_passes_on_a_node_without_a_clock() {
        ClockRule unset = TestAuthority.clock(TrustTime.AUTO, "1970-01-01T00:00:00Z", "2020-01-01T00:00:00Z");
        assertTrue(ok(with(unset).verify(MANIFEST, signature)).clockUnset());
    }

    @Test
    void an_authority_that_expired_before_its_signer_began_never_passes() throws Exception {
        TestAuthority gone = root.intermediate(
                Wish.authority("Gone").valid(TestAuthority.BEGIN, Instant.parse("2026-02-01T00:00:00Z")));
        Wish later = Wish.signer("Later").valid(Instant.parse("2026-03-01T00:00:00Z"), TestAuthority.END);
        byte[] signed = sign(gone.issue(later, TestAuthority.ec("secp256r1")));
        ClockRule ignored = TestAuthority.clock(TrustTime.IGNORE, "2027-01-01T00:00:00Z", "2026-12-01T00:00:00Z");
        refused(with(ignored).verify(MANIFEST, signed), "no valid chain");
        Wish overlapping = Wish.signer("Overlapping").valid(TestAuthority.BEGIN, TestAuthority.END);
        ok(with(ignored).verify(MANIFEST, sign(gone.issue(overlapping, TestAuthority.ec("secp256r1")))));
        refused(
                verifier().verify(MANIFEST, sign(gone.issue(overlapping, TestAuthority.ec("secp256r1")))),
                "no valid chain");
    }

    @Test
    void chains_may_have_four_authorities_below_the_root_and_not_five() throws Exception {
        TestAuthority authority = root;
        for (int i = 1; i <= TrustPath.INTERMEDIATES_MAX; i++) {
            authority = authority.intermediate(Wish.authority("Level " + i));
        }
        ok(verifier().verify(MANIFEST, sign(authority.issue(Wish.signer("Deep"), TestAuthority.ec("secp256r1")))));
        authority = authority.intermediate(Wish.authority("Level 5"));
        refused(
                verifier().verify(MANIFEST, sign(authority.issue(Wish.signer("Too"), TestAuthority.ec("secp256r1")))),
                "no valid chain");
    }

    @Test
    void usage_has_to_be_said_in_both_ways() throws Exception {
        refused(verifier().verify(MANIFEST, raw(Wish.signer("A").usage(null))), "digitalSignature");
        refused(
                verifier().verify(MANIFEST, raw(Wish.signer("B").usage(new KeyUsage(KeyUsage.keyAgreement)))),
                "digitalSignature");
        refused(verifier().verify(MANIFEST, raw(Wish.signer("C").purpose(null))), "codeSigning");
        refused(
                verifier().verify(MANIFEST, raw(Wish.signer("D").purpose(KeyPurposeId.anyExtendedKeyUsage))),
                "codeSigning");
    }

    @Test
    void other_curves_and_short_rsa_keys_are_too_weak_or_unknown() throws Exception {
        refused(
                verifier()
                        .verify(
                                MANIFEST,
                                raw(root.issue(Wish.signer("521"), TestAuthority.ec("secp521r1")), "SHA512withECDSA")),
                "neither ECDSA on P-256");
        refused(
                verifier()
                        .verify(
                                MANIFEST,
                                raw(root.issue(Wish.signer("2048"), TestAuthority.rsa(2048)), "SHA256withRSA")),
                "has 2048 bits");
        ok(verifier().verify(MANIFEST, raw(root.issue(Wish.signer("3072"), TestAuthority.rsa(3072)), "SHA512withRSA")));
    }

    @Test
    void a_certificate_that_is_configured_itself_is_a_root() throws Exception {
        KeyMaterial pinned = root.issue(Wish.signer("Pinned"), TestAuthority.ec("secp256r1"));
        ManifestVerifier verifier =
                new ManifestVerifier(List.of(pinned.certificate()), 1, TestAuthority.clock(), List.of());
        ok(verifier.verify(MANIFEST, sign(pinned)));
        refused(verifier.verify(MANIFEST, signature), "no valid chain");
    }

    @Test
    void nothing_passes_without_a_root() {
        refused(
                new ManifestVerifier(List.of(), 1, TestAuthority.clock(), List.of()).verify(MANIFEST, signature),
                "no root");
    }

    @Test
    void revoked_signers_and_authorities_are_refused_by_their_own_issuers_list_only() throws Exception {
        TestAuthority middle = root.intermediate(Wish.authority("Middle"));
        KeyMaterial signer = middle.issue(Wish.signer("Stolen"), TestAuthority.ec("secp256r1"));
        byte[] signed = sign(signer);
        ok(with(List.of()).verify(MANIFEST, signed));
        refused(with(List.of(middle.revoking(signer.certificate()))).verify(MANIFEST, signed), "is revoked");
        refused(with(List.of(root.revoking(middle.certificate()))).verify(MANIFEST, signed), "is revoked");
        TestAuthority stranger = TestAuthority.root();
        ok(with(List.of(stranger.revoking(signer.certificate()))).verify(MANIFEST, signed));
    }

    @Test
    void a_threshold_counts_different_keys_and_every_signer_has_to_hold() throws Exception {
        KeyMaterial first = root.issue(Wish.signer("First"), TestAuthority.ec("secp256r1"));
        KeyMaterial second = root.issue(Wish.signer("Second"), TestAuthority.ec("secp384r1"));
        KeyMaterial foreign = TestAuthority.root().issue(Wish.signer("Foreign"), TestAuthority.ec("secp256r1"));
        ManifestVerifier two = new ManifestVerifier(List.of(root.certificate()), 2, TestAuthority.clock(), List.of());
        assertEquals(
                2,
                ok(two.verify(MANIFEST, signAll(List.of(first, second))))
                        .signers()
                        .size());
        refused(two.verify(MANIFEST, sign(first)), "1 different signers, 2 are needed");
        refused(two.verify(MANIFEST, signAll(List.of(first, first))), "1 different signers, 2 are needed");
        refused(two.verify(MANIFEST, signAll(List.of(first, second, foreign))), "no valid chain");
        refused(verifier().verify(MANIFEST, signAll(List.of(first, foreign))), "no valid chain");
        assertThrows(
                IllegalArgumentException.class,
                () -> new ManifestVerifier(List.of(root.certificate()), 0, TestAuthority.clock(), List.of()));
    }

    @Test
    void text_is_judged_only_after_the_signature() throws Exception {
        byte[] nonsense = "not a manifest".getBytes(StandardCharsets.US_ASCII);
        refused(verifier().verify(nonsense, signature), "does not fit what is signed");
        KeyMaterial signer = root.issue(Wish.signer("Signer"), TestAuthority.ec("secp256r1"));
        byte[] signed = new ManifestSigner(signer).sign(nonsense, SIGNED_AT);
        assertInstanceOf(
                Rejection.ManifestRuleBroken.class,
                assertInstanceOf(Verified.Refused.class, verifier().verify(nonsense, signed))
                        .rejection());
    }

    @Test
    void a_signature_over_the_limit_of_bytes_is_refused_unread() {
        refused(verifier().verify(MANIFEST, new byte[CmsMessage.BYTES_MAX + 1]), "more than 65536 bytes");
    }

    @Property(tries = 400)
    void any_damage_to_a_signature_gives_a_value_and_never_an_exception(
            @ForAll @IntRange(max = 4000) int place, @ForAll byte value) throws Exception {
        if (root == null) {
            sign();
        }
        byte[] damaged = signature.clone();
        damaged[place % damaged.length] = value;
        Verified verified = verifier().verify(MANIFEST, damaged);
        assertTrue(verified instanceof Verified.Ok || verified instanceof Verified.Refused);
    }

    @Property(tries = 300)
    void any_bytes_are_refused(@ForAll byte[] bytes) throws Exception {
        if (root == null) {
            sign();
        }
        assertInstanceOf(Verified.Refused.class, verifier().verify(MANIFEST, bytes));
    }

    private static ManifestVerifier verifier() {
        return with(TestAuthority.clock());
    }

    private static ManifestVerifier with(ClockRule clock) {
        return new ManifestVerifier(List.of(root.certificate()), 1, clock, List.of());
    }

    private static ManifestVerifier with(List<X509CRL> revoked) {
        return new ManifestVerifier(List.of(root.certificate()), 1, TestAuthority.clock(), revoked);
    }

    private static byte[] sign(KeyMaterial signer) throws Exception {
        return new ManifestSigner(signer).sign(MANIFEST, SIGNED_AT);
    }

    private static byte[] raw(Wish wish) throws Exception {
        return raw(root.issue(wish, TestAuthority.ec("secp256r1")), "SHA256withECDSA");
    }

    /** A signature that our own signer would refuse to make. */
    private static byte[] raw(KeyMaterial signer, String algorithm) throws Exception {
        return generate(List.of(signer), List.of(algorithm));
    }

    static byte[] signAll(List<KeyMaterial> signers) throws Exception {
        return generate(
                signers, signers.stream().map(signer -> "SHA384withECDSA").toList());
    }

    private static byte[] generate(List<KeyMaterial> signers, List<String> algorithms) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        List<X509Certificate> certificates = new ArrayList<>();
        for (int i = 0; i < signers.size(); i++) {
            KeyMaterial signer = signers.get(i);
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .build(new JcaContentSignerBuilder(algorithms.get(i)).build(signer.key()), signer.certificate()));
            certificates.addAll(signer.chain());
        }
        generator.addCertificates(new org.bouncycastle.cert.jcajce.JcaCertStore(certificates));
        return generator
                .generate(new CMSProcessableByteArray(MANIFEST), false)
                .toASN1Structure()
                .getEncoded("DER");
    }

    private static SignedManifest ok(Verified verified) {
        return assertInstanceOf(Verified.Ok.class, verified, verified::toString).manifest();
    }

    private static void refused(Verified verified, String part) {
        Rejection rejection = assertInstanceOf(Verified.Refused.class, verified).rejection();
        String text =
                assertInstanceOf(Rejection.SignatureInvalid.class, rejection).text();
        assertTrue(text.contains(part), text);
    }
}
