package org.firmwarerecovery.service.cli.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.ChunkPlan;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.version.VersionScheme;
import org.jspecify.annotations.Nullable;

/**
 * What a person says about an image; the digests are taken from the file.
 *
 * @param softwareId what the image is
 * @param machines machines it is made for, at least one
 * @param version version as the vendor writes it
 * @param scheme how versions are ordered
 * @param securityVersion counter against roll-back
 * @param manufacturer who made it
 */
public record ManifestDraft(
        String softwareId,
        List<String> machines,
        String version,
        VersionScheme scheme,
        long securityVersion,
        @Nullable String manufacturer) {
    /** Copies the list. */
    public ManifestDraft {
        machines = List.copyOf(machines);
    }

    /**
     * The manifest of {@code image}.
     *
     * @param image the bytes that go to the bank, or a container
     * @param inside what of it goes where
     * @param chunkSize bytes per chunk; null picks it by the size
     */
    public Manifest of(Path image, Contents inside, @Nullable Integer chunkSize) throws IOException {
        long size = Files.size(image);
        if (size < 1 || size > ChunkList.SIZE_MAX) {
            throw new IOException(image + ": " + size + " bytes; an image has 1 to " + ChunkList.SIZE_MAX);
        }
        int chunk = chunkSize == null ? ChunkPlan.chunkSizeFor(size) : chunkSize;
        ImageHashes hashes = ImageHashes.of(image, chunk);
        if (hashes.size() != size) {
            throw new IOException(image + ": changed while it was read");
        }
        List<Manifest.Compatible> compatible = inside.softwareIds(softwareId).stream()
                .flatMap(software ->
                        machines.stream().map(machine -> new Manifest.Compatible(software, machine, null, List.of())))
                .toList();
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                UUID.randomUUID().toString(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                softwareId,
                manufacturer,
                compatible,
                version,
                scheme.label(),
                null,
                securityVersion,
                null,
                inside.container(),
                new Manifest.Image(
                        List.of(hashes.sha256(), hashes.sha384()), new ChunkList(size, chunk, hashes.chunks())),
                inside.payloads(image, chunk));
        Optional<String> disagreement = ImageMatch.insideDifference(manifest, image);
        if (disagreement.isPresent()) {
            throw new IOException(image + ": no node would take it with this manifest. " + disagreement.get());
        }
        return manifest;
    }
}
