package org.firmwarerecovery.update.io.trust;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;

/**
 * The rules for one SignerInfo of a manifest's signature: SHA-256, SHA-384 or SHA-512, one and the same for content and
 * signature; ECDSA, RSA PKCS#1 v1.5 or RSA-PSS; signed attributes present, each once; the signature itself correct.
 */
final class SignerRules {
    private static final Map<ASN1ObjectIdentifier, ASN1ObjectIdentifier> HASH_OF_SIGNATURE = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, NISTObjectIdentifiers.id_sha256,
            X9ObjectIdentifiers.ecdsa_with_SHA384, NISTObjectIdentifiers.id_sha384,
            X9ObjectIdentifiers.ecdsa_with_SHA512, NISTObjectIdentifiers.id_sha512,
            PKCSObjectIdentifiers.sha256WithRSAEncryption, NISTObjectIdentifiers.id_sha256,
            PKCSObjectIdentifiers.sha384WithRSAEncryption, NISTObjectIdentifiers.id_sha384,
            PKCSObjectIdentifiers.sha512WithRSAEncryption, NISTObjectIdentifiers.id_sha512);

    private static final List<ASN1ObjectIdentifier> HASHES =
            List.of(NISTObjectIdentifiers.id_sha256, NISTObjectIdentifiers.id_sha384, NISTObjectIdentifiers.id_sha512);

    private SignerRules() {}

    /** Verifies the signature with {@code key}; returns the signing time it claims, if any. */
    static @Nullable Instant verify(SignerInformation signer, PublicKey key) throws NotTrustedException {
        try {
            return verified(signer, key);
        } catch (RuntimeException e) {
            // The parser is lazy: hostile attributes and parameters only show here, in many kinds of exceptions.
            throw new NotTrustedException("the signature is malformed: " + e.getMessage());
        }
    }

    private static @Nullable Instant verified(SignerInformation signer, PublicKey key) throws NotTrustedException {
        AttributeTable attributes = signer.getSignedAttributes();
        if (attributes == null) {
            throw NotTrustedException.onlyHere("the signature has no signed attributes");
        }
        single(attributes, CMSAttributes.contentType, "content type");
        single(attributes, CMSAttributes.messageDigest, "message digest");
        algorithms(signer);
        try {
            if (!signer.verify(verifier(signer).build(key))) {
                throw new NotTrustedException("the signature value is wrong");
            }
        } catch (CMSException | OperatorCreationException e) {
            throw new NotTrustedException("the signature does not fit what is signed: " + e.getMessage());
        }
        return signingTime(attributes);
    }

    /** The JDK's own algorithms, except where it has none: loading a second provider costs every start time and memory. */
    private static JcaSimpleSignerInfoVerifierBuilder verifier(SignerInformation signer) {
        JcaSimpleSignerInfoVerifierBuilder builder = new JcaSimpleSignerInfoVerifierBuilder();
        boolean probabilistic = PKCSObjectIdentifiers.id_RSASSA_PSS.getId().equals(signer.getEncryptionAlgOID());
        return probabilistic ? builder.setProvider(BouncyCastle.PROVIDER) : builder;
    }

    private static void algorithms(SignerInformation signer) throws NotTrustedException {
        AlgorithmIdentifier hash = signer.getDigestAlgorithmID();
        if (!HASHES.contains(hash.getAlgorithm())) {
            throw new NotTrustedException(
                    "the message digest is not SHA-256, SHA-384 or SHA-512: " + hash.getAlgorithm());
        }
        AlgorithmIdentifier algorithm = signer.toASN1Structure().getDigestEncryptionAlgorithm();
        if (PKCSObjectIdentifiers.rsaEncryption.equals(algorithm.getAlgorithm())) {
            return;
        }
        if (PKCSObjectIdentifiers.id_RSASSA_PSS.equals(algorithm.getAlgorithm())) {
            probabilistic(algorithm, hash);
            return;
        }
        ASN1ObjectIdentifier hashOfSignature = HASH_OF_SIGNATURE.get(algorithm.getAlgorithm());
        if (hashOfSignature == null) {
            throw new NotTrustedException("the signature algorithm is not allowed: " + algorithm.getAlgorithm());
        }
        if (!hashOfSignature.equals(hash.getAlgorithm())) {
            throw new NotTrustedException("signature and message digest use different hashes");
        }
    }

    private static void probabilistic(AlgorithmIdentifier algorithm, AlgorithmIdentifier hash)
            throws NotTrustedException {
        RSASSAPSSparams parameters = RSASSAPSSparams.getInstance(algorithm.getParameters());
        ASN1ObjectIdentifier outer = parameters.getHashAlgorithm().getAlgorithm();
        AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
        ASN1ObjectIdentifier inner =
                AlgorithmIdentifier.getInstance(mask.getParameters()).getAlgorithm();
        if (!PKCSObjectIdentifiers.id_mgf1.equals(mask.getAlgorithm())
                || !outer.equals(hash.getAlgorithm())
                || !inner.equals(hash.getAlgorithm())) {
            throw new NotTrustedException("the RSA-PSS parameters do not use the hash of the message digest");
        }
    }

    private static ASN1Encodable single(AttributeTable attributes, ASN1ObjectIdentifier type, String name)
            throws NotTrustedException {
        if (attributes.getAll(type).size() != 1) {
            throw new NotTrustedException("the signed attribute " + name + " must be there exactly once");
        }
        Attribute attribute = attributes.get(type);
        if (attribute.getAttrValues().size() != 1) {
            throw new NotTrustedException("the signed attribute " + name + " must have exactly one value");
        }
        return attribute.getAttrValues().getObjectAt(0);
    }

    private static @Nullable Instant signingTime(AttributeTable attributes) throws NotTrustedException {
        if (attributes.getAll(CMSAttributes.signingTime).size() == 0) {
            return null;
        }
        return Time.getInstance(single(attributes, CMSAttributes.signingTime, "signing time"))
                .getDate()
                .toInstant();
    }
}
