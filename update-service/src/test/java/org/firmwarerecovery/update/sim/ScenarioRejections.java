package org.firmwarerecovery.update.sim;

import java.util.List;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.Rejection;

/** One rejection of every kind that reading an operator's image can end with. */
final class ScenarioRejections {
    private static final Digest ONE = Digest.sha256("1".repeat(64));
    private static final Digest TWO = Digest.sha256("2".repeat(64));

    static final List<Rejection> ALL = List.of(
            new Rejection.SignatureInvalid("no signer is trusted"),
            new Rejection.DigestMismatch("image", ONE, TWO),
            new Rejection.ChunkDigestMismatch(3),
            new Rejection.ManifestRuleBroken("image.chunkSize", "must be a power of two"),
            new Rejection.ManifestMissing("manifest.json"),
            new Rejection.SizeMismatch(200, 100),
            new Rejection.ContainerInvalid("PLDM", "ends early"));

    private ScenarioRejections() {}
}
