package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.firmwarerecovery.update.io.trust.SigningRequest.Attribute;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTPS certificate of a node: requested, replaced, refused, and power cuts in between. */
class HttpsIdentityTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final ClockRule.Judgement CLOCK = new ClockRule.Judgement(NOW, false, false);

    @TempDir
    Path folder;

    private final KeyPair authorityKeys = CertificateIssuer.newKeyPair();
    private X509Certificate authority;

    @BeforeEach
    void an_authority() throws IOException {
        authority = CertificateIssuer.authority("Test authority", authorityKeys);
    }

    private HttpsIdentity open() throws IOException {
        return HttpsIdentity.open(folder, "bmc-01", List.of());
    }

    private static SigningRequest wanted(KeyKind kind) {
        return new SigningRequest(
                kind,
                Map.of(Attribute.COMMON_NAME, "bmc-01.example", Attribute.COUNTRY, "DE"),
                List.of("bmc-01.example", "192.0.2.1", "fd00::1"),
                List.of(CertificateUse.DIGITAL_SIGNATURE, CertificateUse.SERVER_AUTHENTICATION),
                Optional.of("revoke me"));
    }

    private static PKCS10CertificationRequest parsed(String request) throws Exception {
        try (PEMParser parser = new PEMParser(new StringReader(request))) {
            return (PKCS10CertificationRequest) parser.readObject();
        }
    }

    private X509Certificate certified(String request) throws Exception {
        return certified(request, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(365)));
    }

    /** What an authority makes of a request. */
    private X509Certificate certified(String request, Instant from, Instant to) throws Exception {
        PKCS10CertificationRequest parsed = parsed(request);
        assertTrue(parsed.isSignatureValid(new JcaContentVerifierProviderBuilder()
                .setProvider(BouncyCastle.PROVIDER)
                .build(parsed.getSubjectPublicKeyInfo())));
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                new JcaX509CertificateHolder(authority).getSubject(),
                BigInteger.valueOf(7),
                Date.from(from),
                Date.from(to),
                parsed.getSubject(),
                parsed.getSubjectPublicKeyInfo());
        Extensions extensions =
                Extensions.getInstance(parsed.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)[0]
                        .getAttrValues()
                        .getObjectAt(0));
        for (var identifier : extensions.getExtensionOIDs()) {
            Extension extension = extensions.getExtension(identifier);
            builder.addExtension(extension);
        }
        byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(BouncyCastle.PROVIDER)
                        .build(authorityKeys.getPrivate()))
                .getEncoded();
        return Pem.certificate(encoded, "test");
    }

    private static OfferedCertificate offered(X509Certificate... chain) throws IOException {
        return OfferedCertificate.ofPem(Pem.text(List.of(chain)));
    }

    private static String refusal(HttpsIdentity identity, OfferedCertificate offered) throws IOException {
        return refusal(identity, offered, CLOCK);
    }

    private static String refusal(HttpsIdentity identity, OfferedCertificate offered, ClockRule.Judgement clock)
            throws IOException {
        KeyMaterial before = identity.current();
        HttpsIdentity.Outcome outcome = identity.replace(offered, clock);
        assertEquals(before, identity.current());
        return ((HttpsIdentity.Outcome.Refused) outcome).reason();
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"P256", "P384", "RSA2048"})
    void a_request_is_certified_after_a_restart_and_holds_after_another(KeyKind kind) throws Exception {
        KeyMaterial selfMade = open().current();
        String request = open().request(wanted(kind));
        assertEquals(selfMade, open().current(), "a request changes nothing yet");
        Path pending = folder.resolve(HttpsIdentity.PENDING_FILE);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(pending)));

        HttpsIdentity identity = open();
        X509Certificate certificate = certified(request);
        HttpsIdentity.Outcome outcome = identity.replace(offered(certificate, authority), CLOCK);
        assertTrue(outcome instanceof HttpsIdentity.Outcome.Replaced, outcome.toString());
        assertEquals(List.of(certificate, authority), identity.current().chain());
        assertTrue(identity.current().matches());
        assertEquals(identity.current(), open().current());
        assertFalse(Files.exists(pending), "its key is in use");
        assertFalse(Files.exists(folder.resolve(HttpsIdentity.REPLACEMENT_FILE)));

        CertificateFacts facts = CertificateFacts.of(certificate);
        assertEquals(List.of("bmc-01.example"), facts.subject().commonNames());
        assertEquals(List.of("DE"), facts.subject().countries());
        assertEquals(List.of("Test authority"), facts.issuer().commonNames());
        assertEquals(List.of("bmc-01.example", "192.0.2.1", "fd00:0:0:0:0:0:0:1"), facts.alternativeNames());
        assertEquals(List.of(CertificateUse.DIGITAL_SIGNATURE, CertificateUse.SERVER_AUTHENTICATION), facts.uses());
        assertEquals("07", facts.serialNumber());
        assertEquals("ecdsa-with-SHA256", facts.signatureAlgorithm());
        assertTrue(facts.sha256().matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"), facts.sha256());
    }

    @Test
    void a_certificate_for_the_present_key_is_a_renewal() throws Exception {
        HttpsIdentity identity = open();
        identity.replace(offered(certified(identity.request(wanted(KeyKind.P256)))), CLOCK);
        X509Certificate first = identity.current().certificate();
        KeyPair present = new KeyPair(first.getPublicKey(), identity.current().key());
        X509Certificate longer = certified(wanted(KeyKind.P256).signedBy(present));
        identity.request(wanted(KeyKind.P384));
        assertTrue(identity.replace(offered(longer), CLOCK) instanceof HttpsIdentity.Outcome.Replaced);
        assertTrue(Files.exists(folder.resolve(HttpsIdentity.PENDING_FILE)), "that request is still out");
    }

    @Test
    void who_brings_his_own_key_needs_no_request() throws Exception {
        HttpsIdentity identity = open();
        KeyPair keys = CertificateIssuer.newKeyPair();
        X509Certificate certificate = certified(wanted(KeyKind.P256).signedBy(keys));
        String text = Pem.text(keys.getPrivate()) + Pem.text(List.of(certificate));
        assertTrue(identity.replace(OfferedCertificate.ofPem(text), CLOCK) instanceof HttpsIdentity.Outcome.Replaced);
        String other = Pem.text(CertificateIssuer.newKeyPair().getPrivate()) + Pem.text(List.of(certificate));
        assertEquals(
                "the private key that came with it is not its own", refusal(identity, OfferedCertificate.ofPem(other)));
    }

    @Test
    void what_clients_would_not_take_is_refused_with_the_reason() throws Exception {
        HttpsIdentity identity = open();
        String request = identity.request(wanted(KeyKind.P256));
        X509Certificate good = certified(request);
        X509Certificate stranger = certified(wanted(KeyKind.P256).signedBy(CertificateIssuer.newKeyPair()));
        assertTrue(refusal(identity, offered(stranger)).startsWith("its key is neither that of the last GenerateCSR"));
        X509Certificate over = certified(request, NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)));
        assertTrue(refusal(identity, offered(over)).contains("expired at 2026-12-31"));
        X509Certificate early = certified(request, NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9)));
        assertTrue(refusal(identity, offered(early)).contains("valid only from 2027-01-02"));
        assertTrue(refusal(identity, offered(early), new ClockRule.Judgement(NOW, true, true))
                .endsWith("and the clock is not set"));
        assertTrue(refusal(identity, offered(good, good)).contains("is not issued by"));
        SigningRequest forClients = new SigningRequest(
                KeyKind.P256,
                Map.of(Attribute.COMMON_NAME, "x"),
                List.of(),
                List.of(CertificateUse.DIGITAL_SIGNATURE, CertificateUse.CLIENT_AUTHENTICATION),
                Optional.empty());
        X509Certificate client = certified(identity.request(forClients));
        assertEquals("its extended key usage lacks serverAuth", refusal(identity, offered(client)));
        // An unset clock judges no end, as everywhere else.
        X509Certificate ended = certified(
                identity.request(wanted(KeyKind.P256)), NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)));
        assertTrue(
                identity.replace(offered(ended), new ClockRule.Judgement(NOW, true, true))
                        instanceof HttpsIdentity.Outcome.Replaced);
    }

    @Test
    void text_that_is_no_certificate_is_an_error_that_quotes_nothing() {
        for (String text : List.of("", "secret", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")) {
            IOException error = assertThrows(IOException.class, () -> OfferedCertificate.ofPem(text));
            assertFalse(String.valueOf(error.getMessage()).contains("secret"));
        }
        assertThrows(IOException.class, () -> OfferedCertificate.ofPkcs12("AAAA", "secret"));
    }

    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @ValueSource(strings = {"replacement", "key", "certificate", "pending", "end"})
    void a_power_cut_leaves_the_old_pair_or_the_new_one(String step) throws Exception {
        KeyMaterial old = open().current();
        HttpsIdentity identity = HttpsIdentity.open(folder, "bmc-01", List.of(), reached -> {
            if (reached.equals(step)) {
                throw new PowerCut();
            }
        });
        X509Certificate certificate = certified(identity.request(wanted(KeyKind.P256)));
        assertThrows(PowerCut.class, () -> identity.replace(offered(certificate), CLOCK));

        KeyMaterial after = open().current();
        assertTrue(after.matches());
        assertEquals(step.equals("replacement") ? old.certificate() : certificate, after.certificate());
        assertEquals(after, open().current());
        assertFalse(Files.exists(folder.resolve(HttpsIdentity.REPLACEMENT_FILE)));
        // The request is still out exactly where its certificate did not come through.
        assertEquals(step.equals("replacement"), Files.exists(folder.resolve(HttpsIdentity.PENDING_FILE)));
        KeyMaterial read = KeyMaterial.read(
                folder.resolve(SelfSignedHttps.CERTIFICATE_FILE), folder.resolve(SelfSignedHttps.KEY_FILE));
        assertEquals(after.certificate(), read.certificate());
    }
}
