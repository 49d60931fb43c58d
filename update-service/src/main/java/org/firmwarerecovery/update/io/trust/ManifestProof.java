package org.firmwarerecovery.update.io.trust;

import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Rejection;

/**
 * A proof in a vendor's own form that takes the place of the CMS signature beside a manifest. The manifest is then not signed
 * itself: it has to follow from what the vendor signed, up to the digest of every payload. Implementations do no I/O, never
 * throw for any input, and may be used by several threads.
 */
public interface ManifestProof {
    /** True where these bytes mean to be such a proof; no CMS message in DER may be taken for one. */
    boolean recognises(byte[] signature);

    /**
     * Judges a manifest by its proof.
     *
     * @param manifest exact bytes of the manifest file, untrusted
     * @param signature exact bytes of the proof, untrusted
     */
    Judgement judge(byte[] manifest, byte[] signature);

    /** What a proof gave. */
    sealed interface Judgement {
        /**
         * The vendor signed what this manifest gives to banks.
         *
         * @param manifest its content
         * @param signer the trusted key, for people
         */
        record Proven(Manifest manifest, String signer) implements Judgement {}

        /** It proves nothing. */
        record Refused(Rejection rejection) implements Judgement {}
    }
}
