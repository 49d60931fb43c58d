package org.firmwarerecovery.update.io.trust;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** An authority for tests, which makes good and bad certificates alike. */
final class TestAuthority {
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2028-01-01T00:00:00Z");

    private static int serial = 1;

    final KeyMaterial material;

    private TestAuthority(KeyMaterial material) {
        this.material = material;
    }

    /** What a certificate shall say. */
    record Wish(
            String name,
            Instant begin,
            Instant end,
            boolean authority,
            @Nullable KeyUsage usage,
            @Nullable KeyPurposeId purpose,
            List<GeneralName> names) {
        static Wish signer(String name) {
            return new Wish(
                    name,
                    BEGIN,
                    END,
                    false,
                    new KeyUsage(KeyUsage.digitalSignature),
                    KeyPurposeId.id_kp_codeSigning,
                    List.of());
        }

        static Wish authority(String name) {
            return new Wish(
                    name, BEGIN, END, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign), null, List.of());
        }

        Wish valid(Instant from, Instant to) {
            return new Wish(name, from, to, authority, usage, purpose, names);
        }

        Wish usage(@Nullable KeyUsage other) {
            return new Wish(name, begin, end, authority, other, purpose, names);
        }

        Wish purpose(@Nullable KeyPurposeId other) {
            return new Wish(name, begin, end, authority, usage, other, names);
        }

        Wish names(GeneralName... other) {
            return new Wish(name, begin, end, authority, usage, purpose, List.of(other));
        }
    }

    static TestAuthority root() throws Exception {
        KeyPair keys = ec("secp384r1");
        Wish wish = Wish.authority("Root " + serial);
        X509Certificate certificate = certificate(wish, keys, new X500Name("CN=" + wish.name), keys);
        return new TestAuthority(new KeyMaterial(keys.getPrivate(), List.of(certificate)));
    }

    TestAuthority intermediate(Wish wish) throws Exception {
        return new TestAuthority(issue(wish, ec("secp384r1")));
    }

    /** A certificate by this authority; its chain is the certificate and this authority's own chain. */
    KeyMaterial issue(Wish wish, KeyPair keys) throws Exception {
        X509Certificate issuer = certificate();
        X509Certificate certificate = certificate(
                wish,
                keys,
                new X500Name(issuer.getSubjectX500Principal().getName()),
                new KeyPair(issuer.getPublicKey(), material.key()));
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificate);
        chain.addAll(material.chain());
        return new KeyMaterial(keys.getPrivate(), chain);
    }

    X509CRL revoking(X509Certificate revoked) throws Exception {
        JcaX509v2CRLBuilder builder =
                new JcaX509v2CRLBuilder(certificate().getSubjectX500Principal(), Date.from(BEGIN));
        builder.addCRLEntry(revoked.getSerialNumber(), Date.from(BEGIN), CRLReason.keyCompromise);
        return new JcaX509CRLConverter()
                .getCRL(builder.build(new JcaContentSignerBuilder("SHA384withECDSA").build(material.key())));
    }

    X509Certificate certificate() {
        return material.certificate();
    }

    static KeyPair ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    static KeyPair rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    static synchronized X509Certificate certificate(Wish wish, KeyPair keys, X500Name issuer, KeyPair issuerKeys)
            throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(serial++),
                Date.from(wish.begin),
                Date.from(wish.end),
                new X500Name("CN=" + wish.name),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(wish.authority));
        if (wish.usage != null) {
            builder.addExtension(Extension.keyUsage, true, wish.usage);
        }
        if (wish.purpose != null) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wish.purpose));
        }
        if (!wish.names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(wish.names.toArray(new GeneralName[0])));
        }
        String algorithm = issuerKeys.getPrivate().getAlgorithm().equals("RSA") ? "SHA384withRSA" : "SHA384withECDSA";
        return Pem.certificate(
                builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKeys.getPrivate()))
                        .getEncoded(),
                "test");
    }

    /** A set clock inside the validity of everything made here. */
    static ClockRule clock() {
        return clock(TrustTime.AUTO, "2027-01-01T00:00:00Z", "2026-12-01T00:00:00Z");
    }

    static ClockRule clock(TrustTime mode, String now, String buildTime) {
        Instant instant = Instant.parse(now);
        return new ClockRule(mode, () -> instant, Instant.parse(buildTime), () -> Instant.EPOCH);
    }
}
