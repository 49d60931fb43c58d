package org.firmwarerecovery.redfish.oem;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An {@code Oem} member with our extension in it; those of other organisations are ignored when read.
 *
 * @param <T> type of our extension at this place
 * @param firmwareRecovery our extension; null when another service has none
 */
public record Oem<T>(
        @JsonProperty("FirmwareRecovery") @Nullable T firmwareRecovery) {}
