package org.firmwarerecovery.update.io.container.openbmc;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;

/** A digest that signatures of a tarball may use, by OpenSSL's name; others are too weak or nobody's. */
public enum HashType {
    /** SHA-256. */
    RSA_SHA256("RSA-SHA256", "SHA-256", NISTObjectIdentifiers.id_sha256),
    /** SHA-384. */
    RSA_SHA384("RSA-SHA384", "SHA-384", NISTObjectIdentifiers.id_sha384),
    /** SHA-512. */
    RSA_SHA512("RSA-SHA512", "SHA-512", NISTObjectIdentifiers.id_sha512);

    private final String text;
    private final String algorithm;
    private final ASN1ObjectIdentifier identifier;

    HashType(String text, String algorithm, ASN1ObjectIdentifier identifier) {
        this.text = text;
        this.algorithm = algorithm;
        this.identifier = identifier;
    }

    /** The one of this name in a MANIFEST or a file {@code hashfunc}. */
    public static Optional<HashType> of(String text) {
        for (HashType type : values()) {
            if (type.text.equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Name in a MANIFEST. */
    public String text() {
        return text;
    }

    /** Name of the digest on the Java platform. */
    public String algorithm() {
        return algorithm;
    }

    ASN1ObjectIdentifier identifier() {
        return identifier;
    }
}
