package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Signs manifests as {@code openssl cms -sign -binary -outform DER} does. Refuses keys and certificates that no verifier of
 * this profile would accept, so that the mistake shows where the key is and not on a thousand nodes.
 */
public final class ManifestSigner {
    private final KeyMaterial signer;

    /**
     * A signer.
     *
     * @param signer key, its certificate, and the authorities between it and the root
     * @throws IOException the key or the certificate breaks the profile; the message says how
     */
    public ManifestSigner(KeyMaterial signer) throws IOException {
        Optional<String> broken = KeyRules.signerKey(signer.certificate().getPublicKey())
                .or(() -> KeyRules.usage(signer.certificate(), KeyRules.CODE_SIGNING, "codeSigning"));
        if (broken.isPresent()) {
            throw new IOException(broken.get());
        }
        this.signer = signer;
    }

    /**
     * A signer from PEM files.
     *
     * @param keyFile private key: PKCS#8, EC or RSA
     * @param certificateFile its certificate, possibly followed by its authorities
     * @param chainFiles further authorities
     */
    public static ManifestSigner ofFiles(Path keyFile, Path certificateFile, List<Path> chainFiles) throws IOException {
        KeyMaterial material = KeyMaterial.read(certificateFile, keyFile);
        List<X509Certificate> chain = new ArrayList<>(material.chain());
        for (Path file : chainFiles) {
            chain.addAll(Pem.certificates(file));
        }
        return new ManifestSigner(new KeyMaterial(material.key(), chain));
    }

    /**
     * The detached signature over {@code manifest}, in DER.
     *
     * @param manifest the exact bytes to publish
     * @param signedAt signing time to claim, to the second
     */
    public byte[] sign(byte[] manifest, Instant signedAt) throws IOException {
        try {
            ContentSigner contentSigner = new JcaContentSignerBuilder(algorithm())
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(signer.key());
            Attribute signingTime = new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(signedAt))));
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                            .setProvider(BouncyCastle.PROVIDER)
                            .build())
                    .setSignedAttributeGenerator(
                            new DefaultSignedAttributeTableGenerator(new AttributeTable(new DERSet(signingTime))))
                    .build(contentSigner, signer.certificate()));
            generator.addCertificates(new JcaCertStore(published()));
            return generator
                    .generate(new CMSProcessableByteArray(manifest), false)
                    .toASN1Structure()
                    .getEncoded(ASN1Encoding.DER);
        } catch (OperatorCreationException | CMSException | GeneralSecurityException e) {
            throw new IOException("the manifest could not be signed: " + e.getMessage(), e);
        }
    }

    /** The chain without roots: a root that comes with the message proves nothing. */
    private List<X509Certificate> published() {
        List<X509Certificate> published = new ArrayList<>();
        published.add(signer.certificate());
        for (X509Certificate certificate : signer.chain()) {
            boolean root = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
            if (!root && !published.contains(certificate)) {
                published.add(certificate);
            }
        }
        return published;
    }

    private String algorithm() {
        if (signer.certificate().getPublicKey() instanceof ECPublicKey key) {
            return key.getParams().getOrder().bitLength() <= 256 ? "SHA256withECDSA" : "SHA384withECDSA";
        }
        return signer.key().getAlgorithm().equals("RSASSA-PSS") ? "SHA384withRSAandMGF1" : "SHA384withRSA";
    }
}
