package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cms.CMSProcessable;
import org.bouncycastle.cms.SignerInformation;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the PKCS#7 signature that a vendor put into an image of his own format, over content that is streamed and never
 * held. It answers who signed, and makes nothing eligible: that is only what {@link ManifestVerifier} passes.
 *
 * <p>The profile is that of a manifest with two exceptions that vendors' certificates need: RSA keys from 2048 bits on, and no
 * extended key usage is asked for. Without roots the certificate is taken from the message and judged by nobody. Thread-safe.
 */
public final class VendorSignatures {
    private final List<X509Certificate> roots;
    private final @Nullable ClockRule clock;

    private VendorSignatures(List<X509Certificate> roots, @Nullable ClockRule clock) {
        this.roots = List.copyOf(roots);
        this.clock = clock;
    }

    /** Signatures whose signers are shown and trusted or distrusted by nobody. */
    public static VendorSignatures withoutRoots() {
        return new VendorSignatures(List.of(), null);
    }

    /**
     * Signatures whose signers have to chain to one of {@code roots}.
     *
     * @param clock at which time validity is judged
     */
    public static VendorSignatures of(List<X509Certificate> roots, ClockRule clock) {
        return new VendorSignatures(roots, clock);
    }

    /** What was signed. */
    public interface Content {
        /** Writes all of it, the same bytes at every call. */
        void writeTo(OutputStream signed) throws IOException;
    }

    /**
     * One signer.
     *
     * @param subject subject name of the certificate, RFC 2253
     * @param issuer issuer name of the certificate, RFC 2253
     * @param serialNumber serial number of the certificate, hexadecimal
     * @param fingerprint SHA-256 over the certificate, octets in hexadecimal digits with colons
     * @param signedAt signing time that the signature claims, ISO 8601; empty if it has none
     */
    public record Signer(String subject, String issuer, String serialNumber, String fingerprint, String signedAt) {}

    /**
     * What a signature proved.
     *
     * @param signers all of them; empty where a rule is broken
     * @param broken the broken rule in words; empty where the signature holds
     */
    public record Answer(List<Signer> signers, String broken) {
        /** Copies the list. */
        public Answer {
            signers = List.copyOf(signers);
        }
    }

    /** True where signers are held against roots. */
    public boolean hasRoots() {
        return clock != null;
    }

    /**
     * Verifies a signature.
     *
     * @param signature the CMS message, DER
     * @throws IOException what {@code content} throws
     */
    public Answer check(byte[] signature, Content content) throws IOException {
        Streamed streamed = new Streamed(content);
        try {
            List<Signer> signers = signers(CmsMessage.read(streamed, signature));
            streamed.rethrow();
            return new Answer(signers, "");
        } catch (NotTrustedException e) {
            streamed.rethrow();
            return new Answer(List.of(), e.rule());
        }
    }

    private List<Signer> signers(CmsMessage message) throws NotTrustedException {
        List<X509Certificate> certificates = message.certificates();
        List<Signer> signers = new ArrayList<>();
        for (SignerInformation signer : message.signers()) {
            X509Certificate certificate = message.certificateOf(signer.getSID());
            require(key(certificate));
            Instant signedAt = SignerRules.verify(signer, certificate.getPublicKey());
            if (clock != null) {
                require(new TrustPath(roots, List.of()).check(certificate, certificates, clock.at(signedAt)));
            }
            signers.add(new Signer(
                    KeyRules.name(certificate),
                    certificate.getIssuerX500Principal().getName(),
                    certificate.getSerialNumber().toString(16),
                    CertificateFacts.fingerprint(certificate),
                    signedAt == null ? "" : signedAt.toString()));
        }
        return signers;
    }

    private static Optional<String> key(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof RSAPublicKey rsa
                ? KeyRules.authorityKey(rsa, KeyRules.name(certificate))
                : KeyRules.signerKey(certificate.getPublicKey());
    }

    private static void require(Optional<String> brokenRule) throws NotTrustedException {
        if (brokenRule.isPresent()) {
            throw new NotTrustedException(brokenRule.get());
        }
    }

    /** Content for the library, which hides what the medium throws. */
    private static final class Streamed implements CMSProcessable {
        private final Content content;
        private @Nullable IOException failure;

        Streamed(Content content) {
            this.content = content;
        }

        @Override
        public void write(OutputStream out) throws IOException {
            try {
                content.writeTo(out);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public Object getContent() {
            return content;
        }

        void rethrow() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
