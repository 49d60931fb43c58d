package org.firmwarerecovery.update.io.container.openbmc;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Manifest.Compatible;
import org.firmwarerecovery.update.manifest.Manifest.Image;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.firmwarerecovery.update.version.VersionScheme;

/**
 * The manifest that follows from a tarball, the same on every node: what MANIFEST says, security version 0, and one payload,
 * the one image inside. It stands for the software {@code openbmc.<MachineName>.<purpose>} on that machine and nothing else, so
 * the key of a vendor can speak only for components whose operator named them so. Banks keep such manifests: what follows from
 * a tarball must stay the same in later versions of this program. Pure.
 */
final class VendorManifest {
    /** Chunks of image and payload. */
    static final int CHUNK_BYTES = 1024 * 1024;

    private static final String SOFTWARE_PREFIX = "openbmc.";
    private static final String ID_PREFIX = "openbmc-tar-1-";
    private static final DateTimeFormatter BUILD_ID =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

    private VendorManifest() {}

    /** Why no manifest follows from a tarball with this MANIFEST, in words. */
    static Optional<String> unfit(OpenBmcManifest manifest) {
        Optional<String> machine = manifest.machine();
        if (machine.isEmpty() || !MemberNames.isPlain(machine.get())) {
            return Optional.of("MANIFEST names no machine by a plain word");
        }
        if (!manifest.purpose().equals(OpenBmcManifest.PURPOSE_BMC)) {
            // Only image-full.sig binds MANIFEST to the image, and only the BMC's purpose demands it: of any other the
            // image
            // may come from an older tarball, or from one for another machine.
            return Optional.of("without a manifest of ours only the purpose BMC is accepted");
        }
        return manifest.hashType().filter(hash -> hash == HashType.RSA_SHA256).isEmpty()
                ? Optional.of("only HashType RSA-SHA256 is accepted without a manifest of ours")
                : Optional.empty();
    }

    /**
     * The manifest.
     *
     * @param vendor what the vendor signed; not {@linkplain #unfit unfit}
     * @param digest SHA-256 of the tarball
     * @param chunks of the tarball
     * @param offset first byte of the one image in the tarball
     * @param payload SHA-256 of the one image, which the vendor signed
     * @param payloadChunks of the one image
     */
    static Manifest of(
            OpenBmcManifest vendor,
            Digest digest,
            ChunkList chunks,
            long offset,
            Digest payload,
            ChunkList payloadChunks) {
        String machine = vendor.machine().orElseThrow();
        String software = SOFTWARE_PREFIX + machine + "." + vendor.purpose();
        return new Manifest(
                Manifest.SCHEMA,
                ID_PREFIX + digest.brief(),
                built(vendor),
                software,
                null,
                List.of(new Compatible(software, machine, null, List.of())),
                vendor.version(),
                VersionScheme.GIT_DESCRIBE.label(),
                null,
                0,
                null,
                Manifest.CONTAINER_OPENBMC,
                new Image(List.of(digest), chunks),
                List.of(new Payload(software, offset, 0, payload, payloadChunks)));
    }

    /** When it was built, by BuildId in UTC; the beginning of time where MANIFEST does not say, which nobody shows. */
    private static Instant built(OpenBmcManifest vendor) {
        try {
            return LocalDateTime.parse(vendor.first("BuildId").orElse(""), BUILD_ID)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            // Any other text is allowed there and means nothing to us.
            return Instant.EPOCH;
        }
    }
}
