package org.firmwarerecovery.update.io.ingest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.io.trust.Verified;
import org.firmwarerecovery.update.manifest.SignedManifest;

/**
 * Verifies pairs of manifest and signature, and remembers the bytes of the latest good ones by their digest: an effect carries
 * only the verified content, but store and banks keep the exact bytes. What is forgotten is fetched again. Thread-safe.
 */
public final class VerifiedPairs {
    /** Most pairs that are remembered. */
    public static final int PAIRS_MAX = 16;
    /** Most bytes of all remembered pairs. */
    public static final long BYTES_MAX = 4L * 1024 * 1024;

    private final Judge judge;
    private final LinkedHashMap<Digest, ManifestPair> pairs = new LinkedHashMap<>(PAIRS_MAX, 0.75f, true);
    private long bytes;

    /** Tells whether a manifest is signed as the operator demands; a seam, since each answer costs two signatures. Any thread. */
    @FunctionalInterface
    public interface Judge {
        /** The verified content of {@code pair}, or why it is refused. */
        Verified judge(ManifestPair pair);

        /** The same for what lies in a bank: what has been revoked is authentic still, and says so. */
        default Verified ofBank(ManifestPair pair) {
            return judge(pair);
        }
    }

    private record Verifying(ManifestVerifier verifier) implements Judge {
        @Override
        public Verified judge(ManifestPair pair) {
            return verifier.verify(pair.manifest().array(), pair.signature().array());
        }

        @Override
        public Verified ofBank(ManifestPair pair) {
            return verifier.authentic(pair.manifest().array(), pair.signature().array());
        }
    }

    /** Nothing remembered yet; {@code verifier} judges. */
    public VerifiedPairs(ManifestVerifier verifier) {
        this(new Verifying(verifier));
    }

    /** Nothing remembered yet. */
    public VerifiedPairs(Judge judge) {
        this.judge = judge;
    }

    /** Verifies {@code pair} and remembers it when it is good. */
    public Verified verify(ManifestPair pair) {
        Verified verified = judge(pair);
        if (verified instanceof Verified.Ok ok) {
            remember(ok.manifest(), pair);
        }
        return verified;
    }

    /**
     * Verifies the pair beside a bank, whose content it describes whether it has been revoked or not; then it says so. Only for
     * reading banks: nothing may be installed or given away by it.
     */
    public Verified ofBank(ManifestPair pair) {
        return judge.ofBank(pair);
    }

    /** Verifies {@code pair} without remembering it: for checks that have the bytes anyway. */
    public Verified judge(ManifestPair pair) {
        return judge.judge(pair);
    }

    /** The bytes of the manifest with this digest, if they are still remembered. */
    public synchronized Optional<ManifestPair> find(Digest manifestDigest) {
        return Optional.ofNullable(pairs.get(manifestDigest));
    }

    private synchronized void remember(SignedManifest manifest, ManifestPair pair) {
        ManifestPair before = pairs.put(manifest.digest(), pair);
        bytes += pair.size() - (before == null ? 0 : before.size());
        while (pairs.size() > 1 && (pairs.size() > PAIRS_MAX || bytes > BYTES_MAX)) {
            Map.Entry<Digest, ManifestPair> eldest = pairs.entrySet().iterator().next();
            bytes -= eldest.getValue().size();
            pairs.remove(eldest.getKey());
        }
    }
}
