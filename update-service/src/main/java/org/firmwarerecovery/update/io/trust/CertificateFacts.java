package org.firmwarerecovery.update.io.trust;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.firmwarerecovery.update.manifest.RevocationList;

/**
 * What a certificate says, for people.
 *
 * @param subject whose it is
 * @param issuer who issued it
 * @param alternativeNames host names, addresses and others of the subject
 * @param notBefore begin of validity
 * @param notAfter end of validity
 * @param uses what its key may be used for
 * @param serialNumber octets in hexadecimal digits with colons
 * @param sha256 fingerprint in the same form
 * @param signatureAlgorithm name of the algorithm in RFC 3279 to 5758, else its object identifier
 */
public record CertificateFacts(
        Name subject,
        Name issuer,
        List<String> alternativeNames,
        Instant notBefore,
        Instant notAfter,
        List<CertificateUse> uses,
        String serialNumber,
        String sha256,
        String signatureAlgorithm) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();
    private static final Map<String, String> SIGNATURES = Map.of(
            "1.2.840.10045.4.3.2", "ecdsa-with-SHA256",
            "1.2.840.10045.4.3.3", "ecdsa-with-SHA384",
            "1.2.840.10045.4.3.4", "ecdsa-with-SHA512",
            "1.2.840.113549.1.1.10", "id-RSASSA-PSS",
            "1.2.840.113549.1.1.11", "sha256WithRSAEncryption",
            "1.2.840.113549.1.1.12", "sha384WithRSAEncryption",
            "1.2.840.113549.1.1.13", "sha512WithRSAEncryption");
    private static final List<Integer> TEXT_NAMES = List.of(1, 2, 6, 7);

    /** Copies the lists. */
    public CertificateFacts {
        alternativeNames = List.copyOf(alternativeNames);
        uses = List.copyOf(uses);
    }

    /**
     * A distinguished name; several values of a kind stay several.
     *
     * @param display the whole name as text (RFC 2253)
     * @param commonNames CN
     * @param organizations O
     * @param units OU
     * @param cities L
     * @param states ST
     * @param countries C
     * @param mails mail addresses
     * @param domainComponents DC
     */
    public record Name(
            String display,
            List<String> commonNames,
            List<String> organizations,
            List<String> units,
            List<String> cities,
            List<String> states,
            List<String> countries,
            List<String> mails,
            List<String> domainComponents) {
        static Name of(X500Principal principal) {
            X500Name name = X500Name.getInstance(principal.getEncoded());
            return new Name(
                    principal.getName(X500Principal.RFC2253, Map.of("1.2.840.113549.1.9.1", "emailAddress")),
                    values(name, BCStyle.CN),
                    values(name, BCStyle.O),
                    values(name, BCStyle.OU),
                    values(name, BCStyle.L),
                    values(name, BCStyle.ST),
                    values(name, BCStyle.C),
                    values(name, BCStyle.E),
                    values(name, BCStyle.DC));
        }

        private static List<String> values(X500Name name, ASN1ObjectIdentifier kind) {
            List<String> values = new ArrayList<>();
            for (RDN part : name.getRDNs(kind)) {
                values.add(IETFUtils.valueToString(part.getFirst().getValue()));
            }
            return List.copyOf(values);
        }
    }

    /** Reads a certificate. */
    public static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(
                Name.of(certificate.getSubjectX500Principal()),
                Name.of(certificate.getIssuerX500Principal()),
                alternativeNames(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                CertificateUse.in(certificate),
                COLONS.formatHex(certificate.getSerialNumber().toByteArray()),
                fingerprint(certificate),
                SIGNATURES.getOrDefault(certificate.getSigAlgOID(), certificate.getSigAlgOID()));
    }

    /** SHA-256 over the certificate, octets in hexadecimal digits with colons, as browsers and openssl show it. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return COLONS.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()))
                    .toUpperCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256, and a certificate its encoding", e);
        }
    }

    /** True where a revocation list strikes out a certificate, by itself or by its key. */
    static boolean isStruck(X509Certificate certificate, RevocationList list) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            String own = HexFormat.of().formatHex(sha256.digest(certificate.getEncoded()));
            String key = HexFormat.of()
                    .formatHex(sha256.digest(certificate.getPublicKey().getEncoded()));
            return list.strikes(own, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256, and a certificate its encoding", e);
        }
    }

    private static List<String> alternativeNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(1) instanceof String text && TEXT_NAMES.contains(name.get(0))) {
                    names.add(text);
                }
            }
        } catch (CertificateParsingException e) {
            // A certificate of ours never is; a malformed extension of another names nobody.
            return List.of();
        }
        return names;
    }
}
