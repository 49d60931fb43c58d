package org.firmwarerecovery.service.cli.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.ManifestSigner;
import org.firmwarerecovery.update.io.trust.Pem;

/** The firmware vendor of the demo: a root and a signer with fresh keys, which never leave this process. */
final class DemoSigner {
    private static final Duration VALID = Duration.ofDays(2);
    private static final int SERIAL_BITS = 120;

    private final X509Certificate root;
    private final ManifestSigner signer;

    private DemoSigner(X509Certificate root, ManifestSigner signer) {
        this.root = root;
        this.signer = signer;
    }

    /** Makes root and signer. */
    static DemoSigner create() throws IOException {
        try {
            KeyPair rootKeys = keyPair();
            KeyPair signerKeys = keyPair();
            X500Principal rootName = new X500Principal("CN=Demo firmware root");
            X500Principal signerName = new X500Principal("CN=Demo firmware signer");
            X509Certificate root = certificate(rootName, rootName, rootKeys, rootKeys.getPrivate(), true);
            X509Certificate leaf = certificate(rootName, signerName, signerKeys, rootKeys.getPrivate(), false);
            return new DemoSigner(root, new ManifestSigner(new KeyMaterial(signerKeys.getPrivate(), List.of(leaf))));
        } catch (GeneralSecurityException | OperatorCreationException failed) {
            throw new IOException("the demo's firmware root could not be made: " + failed.getMessage(), failed);
        }
    }

    /** Writes the root certificate, which the nodes trust. */
    void writeRoot(Path file) throws IOException {
        Files.writeString(file, Pem.text(List.of(root)), StandardCharsets.US_ASCII);
    }

    /** Signs a manifest. */
    byte[] sign(byte[] manifest) throws IOException {
        return signer.sign(manifest, Instant.now());
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            X500Principal issuer, X500Principal subject, KeyPair keys, PrivateKey issuerKey, boolean authority)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant begin = Instant.now().minus(Duration.ofMinutes(5));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS),
                Date.from(begin),
                Date.from(begin.plus(VALID)),
                subject,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        int usage = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        if (!authority) {
            builder.addExtension(
                    Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
    }
}
