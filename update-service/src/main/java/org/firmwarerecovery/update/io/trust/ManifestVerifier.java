package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cms.SignerInformation;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.trust.ClockRule.Judgement;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.Parsed;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a manifest: the only place in a node that makes a {@link SignedManifest}. The profile: detached CMS SignedData in
 * DER over the exact bytes, every signer correct and chained to a configured firmware root, extended key usage codeSigning
 * and key usage digitalSignature, judged at the signing time by the {@link ClockRule}. The signature is verified before the
 * text is parsed, so an unsigned byte never reaches the parser. Where vendors are trusted in their own form, a
 * {@link ManifestProof} may stand in the place of the signature. Thread-safe; no I/O after construction.
 */
public final class ManifestVerifier {
    private final TrustPath path;
    private final int threshold;
    private final ClockRule clock;
    private final @Nullable ManifestProof vendor;

    /**
     * A verifier for these roots.
     *
     * @param roots certificates of the firmware roots ({@code trust.signers})
     * @param threshold number of different signer keys that a manifest needs, at least 1
     * @param clock at which time validity is judged
     * @param revoked revocation lists of the authorities below the roots ({@code trust.revoked}), possibly none
     */
    public ManifestVerifier(List<X509Certificate> roots, int threshold, ClockRule clock, List<X509CRL> revoked) {
        this(new TrustPath(roots, revoked), threshold, clock, null);
    }

    private ManifestVerifier(TrustPath path, int threshold, ClockRule clock, @Nullable ManifestProof vendor) {
        if (threshold < 1 || threshold > CmsMessage.SIGNERS_MAX) {
            throw new IllegalArgumentException("threshold must be from 1 to " + CmsMessage.SIGNERS_MAX);
        }
        this.path = path;
        this.threshold = threshold;
        this.clock = clock;
        this.vendor = vendor;
    }

    /** The same verifier, which also takes what a vendor vouches for in his own form ({@code trust.openbmcKeys}). */
    public ManifestVerifier with(ManifestProof proof) {
        return new ManifestVerifier(path, threshold, clock, proof);
    }

    /** A verifier with the roots in PEM files. */
    public static ManifestVerifier ofFiles(
            List<Path> rootFiles, int threshold, ClockRule clock, List<Path> revokedFiles) throws IOException {
        List<X509Certificate> roots = new ArrayList<>();
        for (Path file : rootFiles) {
            roots.addAll(Pem.certificates(file));
        }
        List<X509CRL> revoked = new ArrayList<>();
        for (Path file : revokedFiles) {
            revoked.addAll(Pem.revocationLists(file));
        }
        return new ManifestVerifier(roots, threshold, clock, revoked);
    }

    /**
     * Verifies {@code manifest} with its detached {@code signature}. Never throws for any input.
     *
     * @param manifest the exact bytes of the manifest file
     * @param signature the exact bytes of the {@code .p7s} file
     */
    public Verified verify(byte[] manifest, byte[] signature) {
        if (manifest.length > ManifestCodec.BYTES_MAX) {
            return refused(new Rejection.ManifestRuleBroken(
                    "manifest", "must not have more than " + ManifestCodec.BYTES_MAX + " bytes"));
        }
        if (vendor != null && vendor.recognises(signature)) {
            return vouched(manifest, vendor.judge(manifest, signature));
        }
        Signatures signatures;
        try {
            signatures = signatures(manifest, signature);
        } catch (NotTrustedException e) {
            return new Verified.Refused(new Rejection.SignatureInvalid(e.rule()), e.isOnlyHere());
        }
        Parsed parsed = ManifestCodec.parse(manifest);
        if (parsed instanceof Parsed.Refused broken) {
            return refused(broken.rejection());
        }
        return new Verified.Ok(new SignedManifest(
                sha256(manifest), ((Parsed.Ok) parsed).manifest(), signatures.signers, signatures.clockUnset));
    }

    /** A vendor's key has no certificate: no chain, no time, and one signer whatever the threshold. */
    private static Verified vouched(byte[] manifest, ManifestProof.Judgement judgement) {
        if (judgement instanceof ManifestProof.Judgement.Refused broken) {
            return refused(broken.rejection());
        }
        ManifestProof.Judgement.Proven proven = (ManifestProof.Judgement.Proven) judgement;
        return new Verified.Ok(new SignedManifest(
                sha256(manifest), proven.manifest(), List.of(new SignedManifest.Signer(proven.signer(), null)), false));
    }

    private record Signatures(List<SignedManifest.Signer> signers, boolean clockUnset) {}

    private Signatures signatures(byte[] manifest, byte[] signature) throws NotTrustedException {
        CmsMessage message = CmsMessage.read(manifest, signature);
        List<X509Certificate> certificates = message.certificates();
        List<SignedManifest.Signer> signers = new ArrayList<>();
        Set<PublicKey> keys = new LinkedHashSet<>();
        boolean clockUnset = false;
        for (SignerInformation signer : message.signers()) {
            X509Certificate certificate = message.certificateOf(signer.getSID());
            Instant signedAt = verify(signer, certificate);
            Judgement judgement = clock.at(signedAt);
            require(path.check(certificate, certificates, judgement));
            keys.add(certificate.getPublicKey());
            signers.add(new SignedManifest.Signer(KeyRules.name(certificate), signedAt));
            clockUnset |= judgement.clockUnset();
        }
        if (keys.size() < threshold) {
            throw new NotTrustedException(keys.size() + " different signers, " + threshold + " are needed");
        }
        return new Signatures(signers, clockUnset);
    }

    private static @Nullable Instant verify(SignerInformation signer, X509Certificate certificate)
            throws NotTrustedException {
        require(KeyRules.signerKey(certificate.getPublicKey()));
        require(KeyRules.usage(certificate, KeyRules.CODE_SIGNING, "codeSigning"));
        return SignerRules.verify(signer, certificate.getPublicKey());
    }

    private static void require(Optional<String> brokenRule) throws NotTrustedException {
        if (brokenRule.isPresent()) {
            throw new NotTrustedException(brokenRule.get());
        }
    }

    private static Verified refused(Rejection rejection) {
        return new Verified.Refused(rejection, false);
    }

    private static Digest sha256(byte[] bytes) {
        try {
            return Digest.sha256(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
