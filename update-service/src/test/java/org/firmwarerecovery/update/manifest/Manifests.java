package org.firmwarerecovery.update.manifest;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.Manifest.Compatible;
import org.firmwarerecovery.update.manifest.Manifest.Descriptor;
import org.firmwarerecovery.update.manifest.Manifest.Image;
import org.firmwarerecovery.update.manifest.Manifest.Payload;

/** Manifests for tests. */
final class Manifests {
    static final long IMAGE_SIZE = 200_000;
    private static final int CHUNK = ChunkList.CHUNK_SIZE_MIN;

    private Manifests() {}

    static Manifest raw() {
        return manifest("raw", List.of());
    }

    static Manifest withPayloads() {
        return manifest(
                "PLDM",
                List.of(
                        new Payload("BIOS", 0, 128, digest(9), chunks(4096)),
                        new Payload("EXAMPLE-BMC-1", 4096, 0, digest(8), chunks(150_000))));
    }

    static Manifest version(String version, String scheme) {
        Manifest raw = raw();
        return new Manifest(
                raw.schema(),
                raw.manifestId(),
                raw.created(),
                raw.softwareId(),
                raw.manufacturer(),
                raw.compatible(),
                version,
                scheme,
                null,
                raw.securityVersion(),
                "1.0.0",
                raw.container(),
                raw.image(),
                raw.payloads());
    }

    static SignedManifest signed(Manifest manifest) {
        return new SignedManifest(
                digest(1), manifest, List.of(new SignedManifest.Signer("CN=Signer", Instant.EPOCH)), false);
    }

    static Digest digest(int seed) {
        return Digest.sha256(String.format("%064x", seed));
    }

    static ChunkList chunks(long size) {
        return new ChunkList(
                size,
                CHUNK,
                IntStream.range(0, (int) ChunkList.count(size, CHUNK))
                        .mapToObj(i -> digest(100 + i))
                        .toList());
    }

    private static Manifest manifest(String container, List<Payload> payloads) {
        return new Manifest(
                Manifest.SCHEMA,
                "878fcc21-034d-4c4c-90df-8a6e49e35405",
                Instant.parse("2026-03-01T12:00:00Z"),
                "EXAMPLE-BMC-1",
                "Example Inc.",
                List.of(
                        new Compatible("EXAMPLE-BMC-1", "example", 5703L, List.of(new Descriptor(2, "00ff"))),
                        new Compatible("EXAMPLE-BMC-2", null, null, List.of())),
                "2.14.0",
                "SemVer",
                null,
                3,
                null,
                container,
                new Image(List.of(digest(7)), chunks(IMAGE_SIZE)),
                payloads);
    }
}
