package org.firmwarerecovery.update.manifest;

import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A manifest whose signature was verified against a configured firmware root: the only thing that makes an image
 * eligible. In a node only {@code update.io.trust.ManifestVerifier} makes one; simulations make their own.
 *
 * @param digest SHA-256 of the exact bytes of the manifest file; the manifest's name in baselines, requests and quarantine
 * @param manifest the content
 * @param signers who signed, at least one
 * @param clockUnset true if the clock was unset when the signature was judged, so that ends of validity were ignored
 * @param revoked true for what lies in a bank although its signer, manifest or image has been revoked since: it may run on, but
 *     is no source of anything
 */
public record SignedManifest(
        Digest digest, Manifest manifest, List<Signer> signers, boolean clockUnset, boolean revoked) {
    /** Copies the list. */
    public SignedManifest {
        signers = List.copyOf(signers);
        if (signers.isEmpty()) {
            throw new IllegalArgumentException("a signed manifest has a signer");
        }
    }

    /** A manifest that nobody has revoked. */
    public SignedManifest(Digest digest, Manifest manifest, List<Signer> signers, boolean clockUnset) {
        this(digest, manifest, signers, clockUnset, false);
    }

    /** The same manifest, revoked. */
    public SignedManifest asRevoked() {
        return new SignedManifest(digest, manifest, signers, clockUnset, true);
    }

    /**
     * One verified signer.
     *
     * @param subject subject name of the certificate, RFC 2253
     * @param signedAt signing time that the signature claims
     */
    public record Signer(String subject, @Nullable Instant signedAt) {
        // No subject name begins so: it begins with the type of an attribute, which has no spaces.
        private static final String VENDOR_KEY = "OpenBMC key ";

        /** The bare key of a vendor, whose own signatures stand for the manifest. */
        public static Signer vendorKey(String key) {
            return new Signer(VENDOR_KEY + key, null);
        }

        private boolean isVendorKey() {
            return subject.startsWith(VENDOR_KEY);
        }
    }

    /**
     * True where the manifest was not signed as such but follows from a vendor's own package: then the chunks and where the
     * payload lies in the package are what whoever sent it says.
     */
    public boolean vouchedByVendor() {
        return signers.stream().allMatch(Signer::isVendorKey);
    }

    /** Shorthand for the security version of the content. */
    public long securityVersion() {
        return manifest.securityVersion();
    }
}
