package org.firmwarerecovery.service.cli.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.update.io.container.Verdict;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.Parsed;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.jspecify.annotations.Nullable;

/**
 * What a manifest says, who signed it and whether an image is the one it describes. Without roots nobody judges the signature:
 * such a manifest is recognised, not accepted.
 */
final class ManifestReport {
    private static final String UNJUDGED = "nobody judged the signature: no --trust was given";
    private static final String UNSIGNED = "there is no signature";

    private final String kind;
    private final Map<String, Object> parse = new LinkedHashMap<>();
    private @Nullable Manifest manifest;
    private Verdict verdict = Verdict.ACCEPT;
    private String reason = "";

    ManifestReport(String kind) {
        this.kind = kind;
    }

    /**
     * Reads a manifest.
     *
     * @param text its exact bytes
     * @param signature the exact bytes of its signature, if there is one
     * @param verifier judges the signature, if there are roots
     */
    void read(byte[] text, byte @Nullable [] signature, @Nullable ManifestVerifier verifier) {
        if (signature == null || verifier == null) {
            Parsed parsed = ManifestCodec.parse(text);
            if (parsed instanceof Parsed.Ok ok) {
                understood(ok.manifest());
                verdict = Verdict.RECOGNISE;
                reason = signature == null ? UNSIGNED : UNJUDGED;
            } else {
                refuse(
                        Verdict.REJECT_CONTENT,
                        ((Parsed.Refused) parsed).rejection().text());
            }
            return;
        }
        Verified verified = verifier.verify(text, signature);
        if (verified instanceof Verified.Refused refused) {
            Verdict of = refused.onlyHere() ? Verdict.REJECT_STRICT : Verdict.REJECT;
            boolean content = !(refused.rejection() instanceof Rejection.SignatureInvalid);
            refuse(content ? Verdict.REJECT_CONTENT : of, refused.rejection().text());
            return;
        }
        SignedManifest signed = ((Verified.Ok) verified).manifest();
        understood(signed.manifest());
        parse.put("manifestSha256", signed.digest().hex());
        parse.put("signers", signers(signed.signers()));
    }

    /** Compares an image with what the manifest says, reading it to its end. */
    void compare(InputStream image) throws IOException {
        if (manifest != null) {
            Optional<String> difference = ImageMatch.difference(manifest, image);
            difference.ifPresent(
                    text -> refuse(kind.equals(SignedFiles.SIGNATURE) ? Verdict.REJECT_CONTENT : Verdict.REJECT, text));
        }
    }

    /** Adds what was read beside the manifest. */
    void add(String name, Object value) {
        parse.put(name, value);
    }

    void refuse(Verdict refusal, String text) {
        verdict = refusal;
        reason = text;
        manifest = null;
    }

    /** True while nothing was refused. */
    boolean isGood() {
        return manifest != null;
    }

    Verdict verdict() {
        return verdict;
    }

    String reason() {
        return reason;
    }

    /** The members of the manifest. */
    Map<String, Object> parse() {
        return parse;
    }

    Report report() {
        return isGood() ? new Report(kind, verdict, reason, parse) : Report.refused(kind, verdict, reason);
    }

    private void understood(Manifest read) {
        manifest = read;
        parse.put("softwareId", read.softwareId());
        parse.put("version", read.version());
        parse.put("versionScheme", read.versionScheme());
        parse.put("securityVersion", read.securityVersion());
        parse.put("compatible", read.compatible().stream().map(String::valueOf).toList());
        parse.put("container", read.container());
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("size", read.image().size());
        read.image().digests().forEach(digest -> image.put(digest.algorithm(), digest.hex()));
        image.put("chunkSize", read.image().chunks().chunkSize());
        parse.put("image", image);
        List<Map<String, Object>> payloads = new ArrayList<>();
        for (Manifest.Payload payload : read.payloads()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("component", payload.component());
            one.put("packageOffset", payload.packageOffset());
            one.put("bankOffset", payload.bankOffset());
            one.put("size", payload.size());
            one.put(payload.digest().algorithm(), payload.digest().hex());
            payloads.add(one);
        }
        if (!payloads.isEmpty()) {
            parse.put("payloads", payloads);
        }
    }

    private static List<Map<String, Object>> signers(List<SignedManifest.Signer> signers) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (SignedManifest.Signer signer : signers) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("subject", signer.subject());
            if (signer.signedAt() != null) {
                one.put("signedAt", String.valueOf(signer.signedAt()));
            }
            all.add(one);
        }
        return all;
    }
}
