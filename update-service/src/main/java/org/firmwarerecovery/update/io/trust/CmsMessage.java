package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessable;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerId;
import org.bouncycastle.cms.SignerInformation;

/** A detached CMS SignedData message in DER, taken apart within named limits. */
final class CmsMessage {
    /** Most bytes of a detached signature. */
    static final int BYTES_MAX = 64 * 1024;
    /** Most signers of one manifest. */
    static final int SIGNERS_MAX = 8;

    private static final byte[] PEM = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);

    private final List<SignerInformation> signers;
    private final List<X509CertificateHolder> certificates;

    /** The message in {@code signature} over {@code content}. */
    static CmsMessage read(byte[] content, byte[] signature) throws NotTrustedException {
        return read(new CMSProcessableByteArray(content), signature);
    }

    /** The message in {@code signature} over {@code content}, which is read once for every signer. */
    static CmsMessage read(CMSProcessable content, byte[] signature) throws NotTrustedException {
        if (signature.length > BYTES_MAX) {
            throw new NotTrustedException("the signature has more than " + BYTES_MAX + " bytes");
        }
        if (isPem(signature)) {
            throw NotTrustedException.onlyHere("the signature is not DER but PEM");
        }
        Optional<String> shape = DerShape.check(signature);
        if (shape.isPresent()) {
            String rule = shape.get();
            throw rule.equals(DerShape.TRAILING) ? NotTrustedException.onlyHere(rule) : new NotTrustedException(rule);
        }
        try {
            return new CmsMessage(content, signature);
        } catch (IOException | CMSException | RuntimeException e) {
            // The parser answers hostile structures with many kinds of exceptions; each means the same here.
            throw new NotTrustedException("the signature is not a CMS message: " + e.getMessage());
        }
    }

    private static boolean isPem(byte[] signature) {
        return signature.length > PEM.length && Arrays.equals(signature, 0, PEM.length, PEM, 0, PEM.length);
    }

    private CmsMessage(CMSProcessable content, byte[] signature) throws IOException, CMSException, NotTrustedException {
        ASN1Primitive parsed = ASN1Primitive.fromByteArray(signature);
        if (!Arrays.equals(parsed.getEncoded(ASN1Encoding.DER), signature)) {
            throw new NotTrustedException("the signature is not in DER");
        }
        ContentInfo info = ContentInfo.getInstance(parsed);
        if (!CMSObjectIdentifiers.signedData.equals(info.getContentType())) {
            throw new NotTrustedException("the signature is not CMS SignedData");
        }
        ContentInfo inner = SignedData.getInstance(info.getContent()).getEncapContentInfo();
        if (inner.getContent() != null) {
            throw NotTrustedException.onlyHere("the signature carries content; only detached ones are accepted");
        }
        if (!CMSObjectIdentifiers.data.equals(inner.getContentType())) {
            throw new NotTrustedException("the signature is not over plain data");
        }
        CMSSignedData message = new CMSSignedData(content, info);
        signers = new ArrayList<>(message.getSignerInfos().getSigners());
        certificates = new ArrayList<>(message.getCertificates().getMatches(null));
        if (signers.isEmpty()) {
            throw new NotTrustedException("there is no signer in the signature");
        }
        if (signers.size() > SIGNERS_MAX || certificates.size() > TrustPath.CERTIFICATES_MAX) {
            throw new NotTrustedException("more than " + SIGNERS_MAX + " signers or " + TrustPath.CERTIFICATES_MAX
                    + " certificates in the signature");
        }
    }

    List<SignerInformation> signers() {
        return signers;
    }

    /** All certificates that came along. */
    List<X509Certificate> certificates() throws NotTrustedException {
        List<X509Certificate> all = new ArrayList<>();
        for (X509CertificateHolder holder : certificates) {
            all.add(certificate(holder));
        }
        return all;
    }

    /** The certificate that the signer names, which has to be in the message. */
    X509Certificate certificateOf(SignerId signer) throws NotTrustedException {
        List<X509CertificateHolder> matching =
                certificates.stream().filter(signer::match).toList();
        if (matching.isEmpty()) {
            throw new NotTrustedException("the certificate of a signer is not in the signature");
        }
        return certificate(matching.get(0));
    }

    private static X509Certificate certificate(X509CertificateHolder holder) throws NotTrustedException {
        try {
            return Pem.certificate(holder.getEncoded(), "signature");
        } catch (IOException e) {
            throw new NotTrustedException("a certificate in the signature is malformed: " + e.getMessage());
        }
    }
}
