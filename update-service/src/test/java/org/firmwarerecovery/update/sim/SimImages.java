package org.firmwarerecovery.update.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.jspecify.annotations.Nullable;

/** All firmware there is in a simulation. An image is its digest; bytes do not exist. */
final class SimImages {
    static final String BMC = "SIM-BMC";
    static final String BIOS = "SIM-BIOS";
    static final String MACHINE = "board";
    static final long BANK_SIZE = 16L * ChunkList.CHUNK_SIZE_MIN;

    private final TreeMap<Digest, SignedManifest> genuine = new TreeMap<>();
    private long digests;

    /** Signs an image of {@code chunks} chunks. */
    SignedManifest sign(String softwareId, String version, long securityVersion, int chunks) {
        long size = (long) chunks * ChunkList.CHUNK_SIZE_MIN;
        List<Digest> list = new ArrayList<>();
        for (int i = 0; i < chunks; i++) {
            list.add(fresh());
        }
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                softwareId + "-" + version,
                Instant.EPOCH,
                softwareId,
                null,
                List.of(new Manifest.Compatible(softwareId, MACHINE, null, List.of())),
                version,
                "SemVer",
                null,
                securityVersion,
                null,
                Manifest.CONTAINER_RAW,
                new Manifest.Image(List.of(fresh()), new ChunkList(size, ChunkList.CHUNK_SIZE_MIN, list)),
                List.of());
        SignedManifest signed = new SignedManifest(
                fresh(), manifest, List.of(new SignedManifest.Signer("CN=Simulation", Instant.EPOCH)), false);
        genuine.put(signed.digest(), signed);
        return signed;
    }

    /** The manifest of that digest; null when nobody signed it. */
    @Nullable
    SignedManifest find(Digest digest) {
        return genuine.get(digest);
    }

    /** The manifest of that digest, which somebody signed. */
    SignedManifest of(Digest digest) {
        return Objects.requireNonNull(genuine.get(digest));
    }

    /** Everything signed for a software id, oldest first. */
    List<SignedManifest> all(String softwareId) {
        List<SignedManifest> found = new ArrayList<>();
        for (SignedManifest manifest : genuine.values()) {
            if (manifest.manifest().softwareId().equals(softwareId)) {
                found.add(manifest);
            }
        }
        return found;
    }

    /** A digest that nothing else has: that of garbage, for example. */
    Digest fresh() {
        digests++;
        return Digest.sha256(String.format("%064x", digests));
    }

    /** Digest of the bytes that belong into a bank. */
    static Digest payload(SignedManifest manifest) {
        return manifest.manifest().image().digest();
    }
}
