package org.firmwarerecovery.update.version;

import org.jspecify.annotations.Nullable;

/**
 * What an image says about its own version: everything the ordering rule may look at.
 *
 * @param version the version as its vendor writes it
 * @param scheme the declared scheme
 * @param comparisonStamp unsigned 32-bit PLDM comparison stamp; absent, 0 and 0xFFFFFFFF mean none
 * @param manufacturer who made it, if known
 * @param softwareId what it is for
 */
public record VersionClaim(
        String version,
        VersionScheme scheme,
        @Nullable Long comparisonStamp,
        @Nullable String manufacturer,
        String softwareId) {
    private static final long STAMP_MAX = 0xFFFF_FFFFL;

    /** Refuses stamps that are not unsigned 32-bit numbers. */
    public VersionClaim {
        if (comparisonStamp != null && (comparisonStamp < 0 || comparisonStamp > STAMP_MAX)) {
            throw new IllegalArgumentException("comparison stamp does not fit 32 bits: " + comparisonStamp);
        }
    }

    /** True when the stamp is present and not one of the two values that mean "none". */
    boolean hasStamp() {
        return comparisonStamp != null && comparisonStamp != 0 && comparisonStamp != STAMP_MAX;
    }
}
