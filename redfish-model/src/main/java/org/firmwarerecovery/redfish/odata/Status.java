package org.firmwarerecovery.redfish.odata;

import org.jspecify.annotations.Nullable;

/**
 * {@code Resource.Status}: is it there and how is it.
 *
 * @param state {@code Enabled}, {@code Disabled}, {@code Absent}, {@code Updating}, {@code StandbySpare} or another of
 *     {@code Resource.State}
 * @param health of the resource itself
 * @param healthRollup of the resource and what is below
 */
public record Status(
        @Nullable String state,
        @Nullable Health health,
        @Nullable Health healthRollup) {
    /** There, and healthy. */
    public static Status enabled() {
        return of("Enabled", Health.OK);
    }

    /** A state and a health, without a roll-up. */
    public static Status of(String state, Health health) {
        return new Status(state, health, null);
    }
}
