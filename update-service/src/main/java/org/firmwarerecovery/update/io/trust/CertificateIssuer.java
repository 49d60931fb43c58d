package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the certificates of this product: EC P-256, valid from the build time without an end (99991231, RFC 5280 clause
 * 4.1.2.5), because the node that reads them may have no clock.
 */
final class CertificateIssuer {
    /** 9999-12-31T23:59:59Z: no well-defined end. */
    static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    private static final int SERIAL_BITS = 127;
    private static final SecureRandom RANDOM = new SecureRandom();

    private CertificateIssuer() {}

    /** A fresh key pair on P-256. */
    static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("every Java platform has EC keys on P-256", e);
        }
    }

    /** {@code bytes} fresh random bytes. */
    static byte[] random(int bytes) {
        byte[] value = new byte[bytes];
        RANDOM.nextBytes(value);
        return value;
    }

    /** A distinguished name with this common name, taken literally. */
    static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    /** A self-signed authority that may sign leaf certificates only. */
    static X509Certificate authority(String commonName, KeyPair keys) throws IOException {
        X500Name name = name(commonName);
        try {
            X509v3CertificateBuilder builder = builder(name, name, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
            return sign(builder, keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the authority could not be made: " + e.getMessage(), e);
        }
    }

    /** A TLS certificate for server and client use, issued by an authority. */
    static X509Certificate node(
            String commonName, PublicKey key, List<GeneralName> names, X509Certificate issuer, PrivateKey issuerKey)
            throws IOException {
        try {
            X500Name issuerName = new JcaX509CertificateHolder(issuer).getSubject();
            X509v3CertificateBuilder builder = builder(issuerName, name(commonName), key);
            leaf(builder, key, names, KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer));
            return sign(builder, issuerKey);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the certificate could not be made: " + e.getMessage(), e);
        }
    }

    /** A self-signed TLS server certificate. */
    static X509Certificate selfSignedServer(String commonName, KeyPair keys, List<GeneralName> names)
            throws IOException {
        try {
            X500Name name = name(commonName);
            X509v3CertificateBuilder builder = builder(name, name, keys.getPublic());
            leaf(builder, keys.getPublic(), names, KeyPurposeId.id_kp_serverAuth);
            return sign(builder, keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the certificate could not be made: " + e.getMessage(), e);
        }
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key) {
        BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM).setBit(0);
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(BuildTime.instant()), Date.from(NO_END), subject, key);
    }

    private static void leaf(
            X509v3CertificateBuilder builder, PublicKey key, List<GeneralName> names, KeyPurposeId... purposes)
            throws IOException, GeneralSecurityException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws IOException, OperatorCreationException {
        byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(BouncyCastle.PROVIDER)
                        .build(key))
                .getEncoded();
        return Pem.certificate(encoded, "new certificate");
    }
}
