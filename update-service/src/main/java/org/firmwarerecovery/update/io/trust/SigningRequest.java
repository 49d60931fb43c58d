package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * What a certification request (PKCS#10, RFC 2986) asks an authority to certify.
 *
 * @param keyKind kind of the key that is made for it
 * @param subject the subject's name; the common name at least
 * @param alternativeNames host names and addresses that the certificate is for
 * @param uses what the key is for
 * @param challengePassword what an authority may ask for when the certificate is to be revoked
 */
public record SigningRequest(
        KeyKind keyKind,
        Map<Attribute, String> subject,
        List<String> alternativeNames,
        List<CertificateUse> uses,
        Optional<String> challengePassword) {
    /** Most octets of a host name. */
    public static final int NAME_LENGTH_MAX = 253;

    private static final Pattern HOST_NAME =
            Pattern.compile("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*");
    private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9 '()+,./:=?-]*");

    /** Parts of a subject's name. */
    public enum Attribute {
        /** CN. */
        COMMON_NAME(BCStyle.CN, 64),
        /** O. */
        ORGANIZATION(BCStyle.O, 64),
        /** OU. */
        ORGANIZATIONAL_UNIT(BCStyle.OU, 64),
        /** L. */
        CITY(BCStyle.L, 128),
        /** ST. */
        STATE(BCStyle.ST, 128),
        /** C, two letters. */
        COUNTRY(BCStyle.C, 2),
        /** Mail address. */
        EMAIL(BCStyle.E, 255),
        /** Surname of a contact. */
        SURNAME(BCStyle.SURNAME, 64),
        /** Given name of a contact. */
        GIVEN_NAME(BCStyle.GIVENNAME, 64),
        /** Initials of a contact. */
        INITIALS(BCStyle.INITIALS, 64);

        private final ASN1ObjectIdentifier identifier;
        private final int lengthMax;

        Attribute(ASN1ObjectIdentifier identifier, int lengthMax) {
            this.identifier = identifier;
            this.lengthMax = lengthMax;
        }

        /** Most characters (RFC 5280 appendix A.1). */
        public int lengthMax() {
            return lengthMax;
        }
    }

    /** Copies what can change and refuses a request without a common name or with a name that is none. */
    public SigningRequest {
        EnumMap<Attribute, String> ordered = new EnumMap<>(Attribute.class);
        ordered.putAll(subject);
        subject = ordered;
        alternativeNames = List.copyOf(alternativeNames);
        uses = List.copyOf(uses);
        if (!ordered.containsKey(Attribute.COMMON_NAME)
                || !alternativeNames.stream().allMatch(SigningRequest::isName)) {
            throw new IllegalArgumentException("a request needs a common name, and names that are names");
        }
    }

    /** True for a host name, one with a wildcard in front, or an address literal. */
    public static boolean isName(String text) {
        return IPAddress.isValid(text)
                || (text.length() <= NAME_LENGTH_MAX && HOST_NAME.matcher(text).matches());
    }

    /** The request signed by {@code keys}, as PEM text. */
    String signedBy(KeyPair keys) throws IOException {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        subject.forEach((attribute, value) -> name.addRDN(attribute.identifier, value));
        PKCS10CertificationRequestBuilder builder =
                new JcaPKCS10CertificationRequestBuilder(name.build(), keys.getPublic());
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        int bits = CertificateUse.bits(uses);
        if (bits != 0) {
            extensions.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
        }
        KeyPurposeId[] purposes = CertificateUse.purposes(uses);
        if (purposes.length > 0) {
            extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }
        if (!alternativeNames.isEmpty()) {
            extensions.addExtension(Extension.subjectAlternativeName, false, names());
        }
        builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
        challengePassword.ifPresent(word -> builder.addAttribute(
                PKCSObjectIdentifiers.pkcs_9_at_challengePassword,
                PRINTABLE.matcher(word).matches() ? new DERPrintableString(word) : new DERUTF8String(word)));
        try {
            byte[] encoded = builder.build(new JcaContentSignerBuilder(keyKind.signature())
                            .setProvider(BouncyCastle.PROVIDER)
                            .build(keys.getPrivate()))
                    .getEncoded();
            return Pem.text("CERTIFICATE REQUEST", encoded);
        } catch (OperatorCreationException e) {
            throw new IOException("the request could not be signed: " + e.getMessage(), e);
        }
    }

    private GeneralNames names() {
        List<GeneralName> names = new ArrayList<>();
        for (String name : alternativeNames) {
            names.add(new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name));
        }
        return new GeneralNames(names.toArray(new GeneralName[0]));
    }
}
