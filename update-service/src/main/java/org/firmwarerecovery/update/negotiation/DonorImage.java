package org.firmwarerecovery.update.negotiation;

import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.version.VersionScheme;
import org.jspecify.annotations.Nullable;

/**
 * What a peer's inventory claims about one image it holds. A claim only: the signed manifest decides.
 *
 * @param softwareId what it runs on
 * @param version version string, null when not told
 * @param versionScheme the rule by which its versions are counted
 * @param securityVersion claimed security version
 * @param manifestDigest SHA-256 of the manifest bytes
 * @param size image size in bytes
 * @param donates whether the peer says it gives this image away
 */
public record DonorImage(
        String softwareId,
        @Nullable String version,
        VersionScheme versionScheme,
        long securityVersion,
        Digest manifestDigest,
        long size,
        boolean donates) {}
