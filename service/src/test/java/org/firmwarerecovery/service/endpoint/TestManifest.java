package org.firmwarerecovery.service.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.SignedManifest;

/** What a signed manifest of a test image says. */
final class TestManifest {
    private TestManifest() {}

    static SignedManifest of(byte[] image) {
        List<Digest> chunks = new ArrayList<>();
        for (int offset = 0; offset < image.length; offset += NodeServer.CHUNK) {
            chunks.add(NodeServer.digest(
                    Arrays.copyOfRange(image, offset, Math.min(image.length, offset + NodeServer.CHUNK))));
        }
        Manifest content = new Manifest(
                Manifest.SCHEMA,
                "11111111-2222-3333-4444-555555555555",
                Instant.parse("2026-01-02T03:04:05Z"),
                "EXAMPLE-BMC-1",
                "Example",
                List.of(new Manifest.Compatible("EXAMPLE-BMC-1", "example", null, List.of())),
                "2.1.0",
                "SemVer",
                null,
                7,
                null,
                Manifest.CONTAINER_RAW,
                new Manifest.Image(
                        List.of(NodeServer.digest(image)), new ChunkList(image.length, NodeServer.CHUNK, chunks)),
                List.of());
        return new SignedManifest(
                NodeServer.digest("manifest bytes".getBytes(UTF_8)),
                content,
                List.of(new SignedManifest.Signer("CN=signer", null)),
                false);
    }
}
