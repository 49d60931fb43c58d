package org.firmwarerecovery.update.io.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/**
 * What a key may be used for: the bits of the key usage extension in their order, then the purposes of the extended one
 * (RFC 5280 clauses 4.2.1.3 and 4.2.1.12), with the words of Redfish.
 */
public enum CertificateUse {
    /** Bit 0. */
    DIGITAL_SIGNATURE("DigitalSignature", KeyUsage.digitalSignature, null),
    /** Bit 1. */
    NON_REPUDIATION("NonRepudiation", KeyUsage.nonRepudiation, null),
    /** Bit 2. */
    KEY_ENCIPHERMENT("KeyEncipherment", KeyUsage.keyEncipherment, null),
    /** Bit 3. */
    DATA_ENCIPHERMENT("DataEncipherment", KeyUsage.dataEncipherment, null),
    /** Bit 4. */
    KEY_AGREEMENT("KeyAgreement", KeyUsage.keyAgreement, null),
    /** Bit 5. */
    KEY_CERT_SIGN("KeyCertSign", KeyUsage.keyCertSign, null),
    /** Bit 6. */
    CRL_SIGNING("CRLSigning", KeyUsage.cRLSign, null),
    /** Bit 7. */
    ENCIPHER_ONLY("EncipherOnly", KeyUsage.encipherOnly, null),
    /** Bit 8. */
    DECIPHER_ONLY("DecipherOnly", KeyUsage.decipherOnly, null),
    /** TLS server. */
    SERVER_AUTHENTICATION("ServerAuthentication", 0, KeyPurposeId.id_kp_serverAuth),
    /** TLS client. */
    CLIENT_AUTHENTICATION("ClientAuthentication", 0, KeyPurposeId.id_kp_clientAuth),
    /** Signed programs. */
    CODE_SIGNING("CodeSigning", 0, KeyPurposeId.id_kp_codeSigning),
    /** Mail. */
    EMAIL_PROTECTION("EmailProtection", 0, KeyPurposeId.id_kp_emailProtection),
    /** Time stamps. */
    TIMESTAMPING("Timestamping", 0, KeyPurposeId.id_kp_timeStamping),
    /** Answers about revocation. */
    OCSP_SIGNING("OCSPSigning", 0, KeyPurposeId.id_kp_OCSPSigning);

    private final String label;
    private final int bit;
    private final @Nullable KeyPurposeId purpose;

    CertificateUse(String label, int bit, @Nullable KeyPurposeId purpose) {
        this.label = label;
        this.bit = bit;
        this.purpose = purpose;
    }

    /** The word of Redfish. */
    public String label() {
        return label;
    }

    /** The use with this word. */
    public static Optional<CertificateUse> of(String label) {
        return Arrays.stream(values()).filter(use -> use.label.equals(label)).findFirst();
    }

    /** What {@code certificate} says of its key; a malformed extension says nothing. */
    public static List<CertificateUse> in(X509Certificate certificate) {
        List<CertificateUse> uses = new ArrayList<>();
        boolean[] bits = certificate.getKeyUsage();
        int next = 0;
        for (CertificateUse use : values()) {
            // The bits are declared in the order of the extension.
            if (use.purpose == null && bits != null && next < bits.length && bits[next++]) {
                uses.add(use);
            }
        }
        List<String> purposes = purposes(certificate);
        for (CertificateUse use : values()) {
            if (use.purpose != null && purposes.contains(use.purpose.getId())) {
                uses.add(use);
            }
        }
        return uses;
    }

    private static List<String> purposes(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Bits of the key usage extension. */
    static int bits(List<CertificateUse> uses) {
        return uses.stream().mapToInt(use -> use.bit).reduce(0, (a, b) -> a | b);
    }

    /** Purposes of the extended key usage. */
    static KeyPurposeId[] purposes(List<CertificateUse> uses) {
        return uses.stream()
                .map(use -> use.purpose)
                .filter(purpose -> purpose != null)
                .toArray(KeyPurposeId[]::new);
    }
}
