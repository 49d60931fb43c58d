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
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.Parsed;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.RevocationList;
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
    private final List<X509Certificate> roots;
    private final List<X509CRL> crls;
    private final TrustPath path;
    private final int threshold;
    private final ClockRule clock;
    private final @Nullable ManifestProof vendor;
    private final RevocationList struck;

    /**
     * A verifier for these roots.
     *
     * @param roots certificates of the firmware roots ({@code trust.signers})
     * @param threshold number of different signer keys that a manifest needs, at least 1
     * @param clock at which time validity is judged
     * @param revoked revocation lists of the authorities below the roots ({@code trust.revoked}), possibly none
     */
    public ManifestVerifier(List<X509Certificate> roots, int threshold, ClockRule clock, List<X509CRL> revoked) {
        this(roots, threshold, clock, revoked, RevocationList.NONE, null);
    }

    private ManifestVerifier(
            List<X509Certificate> roots,
            int threshold,
            ClockRule clock,
            List<X509CRL> revoked,
            RevocationList struck,
            @Nullable ManifestProof vendor) {
        if (threshold < 1 || threshold > CmsMessage.SIGNERS_MAX) {
            throw new IllegalArgumentException("threshold must be from 1 to " + CmsMessage.SIGNERS_MAX);
        }
        this.roots = List.copyOf(roots);
        this.crls = List.copyOf(revoked);
        this.path = new TrustPath(roots, revoked);
        this.threshold = threshold;
        this.clock = clock;
        this.struck = struck;
        this.vendor = vendor;
    }

    /** The same verifier, which also takes what a vendor vouches for in his own form ({@code trust.openbmcKeys}). */
    public ManifestVerifier with(ManifestProof proof) {
        return new ManifestVerifier(roots, threshold, clock, crls, struck, proof);
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
     * A verifier that also heeds a signed revocation list: signers that it strikes out, themselves or by an authority above them,
     * do not count for the threshold; manifests and images that it names are refused.
     */
    public ManifestVerifier revoking(RevocationList list) {
        return new ManifestVerifier(roots, threshold, clock, crls, list, vendor);
    }

    /**
     * Verifies a manifest as of a time before anything was revoked: what it says is authentic, and whether it has been revoked
     * stands in {@link SignedManifest#revoked}. For judging what lies in a bank, and nothing else.
     */
    public Verified authentic(byte[] manifest, byte[] signature) {
        Verified now = verify(manifest, signature);
        if (now instanceof Verified.Ok || (crls.isEmpty() && struck.sequence() == 0)) {
            return now;
        }
        Verified before = new ManifestVerifier(roots, threshold, clock, List.of(), RevocationList.NONE, vendor)
                .verify(manifest, signature);
        return before instanceof Verified.Ok ok ? new Verified.Ok(ok.manifest().asRevoked()) : before;
    }

    /** The reason why {@code content}, another document than a manifest, is not signed as a manifest has to be. */
    public Optional<Rejection> refusal(byte[] content, byte[] signature) {
        try {
            signatures(content, signature);
            return Optional.empty();
        } catch (NotTrustedException e) {
            return Optional.of(new Rejection.SignatureInvalid(e.rule()));
        }
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
        Manifest content = ((Parsed.Ok) parsed).manifest();
        Digest digest = sha256(manifest);
        Optional<Rejection> revoked = struck.rejection(digest, content);
        return revoked.isPresent()
                ? refused(revoked.get())
                : new Verified.Ok(new SignedManifest(digest, content, signatures.signers, signatures.clockUnset));
    }

    /** A vendor's key has no certificate: no chain, no time, and one signer whatever the threshold. */
    private Verified vouched(byte[] manifest, ManifestProof.Judgement judgement) {
        if (judgement instanceof ManifestProof.Judgement.Refused broken) {
            return refused(broken.rejection());
        }
        ManifestProof.Judgement.Proven proven = (ManifestProof.Judgement.Proven) judgement;
        Digest digest = sha256(manifest);
        Optional<Rejection> revoked = struck.rejection(digest, proven.manifest());
        return revoked.isPresent()
                ? refused(revoked.get())
                : new Verified.Ok(new SignedManifest(
                        digest, proven.manifest(), List.of(SignedManifest.Signer.vendorKey(proven.signer())), false));
    }

    private record Signatures(List<SignedManifest.Signer> signers, boolean clockUnset) {}

    private Signatures signatures(byte[] manifest, byte[] signature) throws NotTrustedException {
        CmsMessage message = CmsMessage.read(manifest, signature);
        List<X509Certificate> certificates = message.certificates();
        List<SignedManifest.Signer> signers = new ArrayList<>();
        Set<PublicKey> keys = new LinkedHashSet<>();
        boolean clockUnset = false;
        String revoked = "";
        for (SignerInformation signer : message.signers()) {
            X509Certificate certificate = message.certificateOf(signer.getSID());
            Instant signedAt = verify(signer, certificate);
            Judgement judgement = clock.at(signedAt);
            require(path.check(certificate, certificates, judgement));
            clockUnset |= judgement.clockUnset();
            Optional<String> out = struckOut(certificate, certificates, judgement);
            if (out.isPresent()) {
                revoked = out.get() + "; ";
                continue;
            }
            keys.add(certificate.getPublicKey());
            signers.add(new SignedManifest.Signer(KeyRules.name(certificate), signedAt));
        }
        if (keys.size() < threshold) {
            throw new NotTrustedException(revoked + keys.size() + " different signers, " + threshold + " are needed");
        }
        return new Signatures(signers, clockUnset);
    }

    private Optional<String> struckOut(
            X509Certificate certificate, List<X509Certificate> certificates, Judgement judgement) {
        return struck.sequence() == 0
                ? Optional.empty()
                : path.only(struck).check(certificate, certificates, judgement);
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
