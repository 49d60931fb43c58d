package org.firmwarerecovery.redfish.oem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The manifests that the operator wants for one software. Part of {@link FirmwareRecoveryService}.
 *
 * @param softwareId software
 * @param manifestDigests SHA-256 values of the wanted manifests in hexadecimal digits
 */
public record BaselineEntry(
        @Nullable String softwareId, @Nullable List<String> manifestDigests) {
    /** Copies the lists. */
    public BaselineEntry {
        manifestDigests = manifestDigests == null ? null : List.copyOf(manifestDigests);
    }
}
