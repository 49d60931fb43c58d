package org.firmwarerecovery.update.io.trust;

import java.util.Locale;

/** Setting {@code trust.time}: what the clock of this node is worth when validity is judged. */
public enum TrustTime {
    /** Ends of validity count unless the clock is unset. */
    AUTO,
    /** The clock is always taken at its word, even if that means that nothing is valid. */
    ENFORCE,
    /** Ends of validity never count. */
    IGNORE;

    /** Spelling in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The setting spelled {@code label}. */
    public static TrustTime of(String label) {
        for (TrustTime mode : values()) {
            if (mode.label().equals(label)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("not a trust time: " + label + " (auto, enforce or ignore)");
    }
}
