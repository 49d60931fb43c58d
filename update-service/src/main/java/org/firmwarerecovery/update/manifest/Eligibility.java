package org.firmwarerecovery.update.manifest;

import java.util.List;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a component demands of an image before it may be installed.
 *
 * @param component the component's id on the node
 * @param softwareId its SoftwareId
 * @param machine machine name from the configuration
 * @param manufacturer manufacturer from the configuration
 * @param bankSize bytes of the bank to write
 * @param imageSizeMax most bytes that a package may have ({@code update.maxImageSize})
 * @param floor lowest security version
 * @param installed the verified manifest of what is installed, for the rules about older versions
 * @param versions which versions may replace the installed one
 * @param quarantined digests of manifests that failed here
 */
public record Eligibility(
        ComponentId component,
        String softwareId,
        @Nullable String machine,
        @Nullable String manufacturer,
        long bankSize,
        long imageSizeMax,
        long floor,
        @Nullable Manifest installed,
        VersionRule versions,
        List<Digest> quarantined) {
    /** Copies the list. */
    public Eligibility {
        quarantined = List.copyOf(quarantined);
    }

    /** The same rules for an operator who insists on what failed here before. */
    public Eligibility withoutQuarantine() {
        return new Eligibility(
                component,
                softwareId,
                machine,
                manufacturer,
                bankSize,
                imageSizeMax,
                floor,
                installed,
                versions,
                List.of());
    }

    /** Which versions may replace the installed one. */
    public enum VersionRule {
        /** Any: downgrades are allowed here. */
        ANY,
        /** Not an older one; one that can not be compared is the operator's choice. */
        NOT_OLDER,
        /** Only one that is known to be the same or newer: for actions that nobody asked for. */
        KNOWN_NOT_OLDER
    }
}
