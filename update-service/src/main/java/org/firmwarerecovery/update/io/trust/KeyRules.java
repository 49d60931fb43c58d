package org.firmwarerecovery.update.io.trust;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Which keys and certificates are good enough. Every answer is the broken rule in words, or empty. */
final class KeyRules {
    /** Fewest bits of an RSA key that signs firmware. */
    static final int SIGNER_RSA_BITS_MIN = 3072;
    /** Fewest bits of an RSA key of an authority above a signer. */
    static final int AUTHORITY_RSA_BITS_MIN = 2048;
    /** Most bits of an RSA key; larger ones only burn time. */
    static final int RSA_BITS_MAX = 16384;

    static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private static final List<String> WEAK_HASHES = List.of("MD2", "MD4", "MD5", "SHA1");

    private KeyRules() {}

    /** Rule for the key of a firmware signer: ECDSA on P-256 or P-384, or RSA of 3072 bits and more. */
    static Optional<String> signerKey(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsaBits(rsa, SIGNER_RSA_BITS_MIN, "the RSA key of the signer");
        }
        if (key instanceof ECPublicKey && isAllowedCurve(key)) {
            return Optional.empty();
        }
        return Optional.of("the key of the signer is neither ECDSA on P-256 or P-384 nor RSA");
    }

    /** True for a key on the curve P-256 or P-384, named by its identifier. */
    static boolean isAllowedCurve(PublicKey key) {
        ASN1Encodable curve = SubjectPublicKeyInfo.getInstance(key.getEncoded())
                .getAlgorithm()
                .getParameters();
        return SECObjectIdentifiers.secp256r1.equals(curve) || SECObjectIdentifiers.secp384r1.equals(curve);
    }

    /** Rule for what an authority adds to a chain: its key, and the signature on the certificate it issued. */
    static Optional<String> issued(X509Certificate certificate, X509Certificate issuer) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT).replace("-", "");
        for (String weak : WEAK_HASHES) {
            if (algorithm.startsWith(weak)) {
                return Optional.of("the certificate of " + name(certificate) + " is signed with a weak hash");
            }
        }
        return issuer.getPublicKey() instanceof RSAPublicKey rsa ? authorityKey(rsa, name(issuer)) : Optional.empty();
    }

    /** Rule for an RSA key of an authority, or of a vendor who signs in his own format: 2048 bits and more. */
    static Optional<String> authorityKey(RSAPublicKey key, String whose) {
        return rsaBits(key, AUTHORITY_RSA_BITS_MIN, "the RSA key of " + whose);
    }

    private static Optional<String> rsaBits(RSAPublicKey key, int least, String what) {
        int bits = key.getModulus().bitLength();
        return bits < least || bits > RSA_BITS_MAX
                ? Optional.of(what + " has " + bits + " bits, allowed are " + least + " to " + RSA_BITS_MAX)
                : Optional.empty();
    }

    /** Rule for what a certificate may be used for: it has to say digitalSignature and {@code purpose}. */
    static Optional<String> usage(X509Certificate certificate, String purpose, String purposeName) {
        boolean[] keyUsage = certificate.getKeyUsage();
        if (keyUsage == null || !keyUsage[0]) {
            return Optional.of("the certificate of " + name(certificate) + " lacks the key usage digitalSignature");
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes != null && purposes.contains(purpose)
                    ? Optional.empty()
                    : Optional.of(
                            "the certificate of " + name(certificate) + " lacks the extended key usage " + purposeName);
        } catch (CertificateParsingException e) {
            return Optional.of("the extended key usage of " + name(certificate) + " is malformed");
        }
    }

    /** True if {@code secret} is the private half of {@code open}: tried by signing and verifying. */
    static boolean match(PrivateKey secret, PublicKey open) {
        String algorithm = switch (secret.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            case "RSASSA-PSS" -> "RSASSA-PSS";
            default -> secret.getAlgorithm();
        };
        try {
            // The JDK's own, which TLS needs in any case: it does not load a second library at every start.
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // Keys of different kinds: the provider refuses one of them, so they are no pair.
            return false;
        }
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
