package org.firmwarerecovery.redfish.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the update service can do.
 *
 * @param allowableTargets what may be a Target of an update
 */
public record UpdateServiceCapabilities(@Nullable List<String> allowableTargets) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#UpdateServiceCapabilities.v1_0_0.UpdateServiceCapabilities";

    /** Copies the list. */
    public UpdateServiceCapabilities {
        allowableTargets = allowableTargets == null ? null : List.copyOf(allowableTargets);
    }
}
