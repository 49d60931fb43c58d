package org.firmwarerecovery.service.host;

import java.util.List;
import java.util.Optional;

/**
 * What the host boots from instead of its own order ({@code ComputerSystem.Boot}).
 *
 * @param enabled {@code Disabled}, {@code Once} or {@code Continuous}
 * @param target where from, {@code None} for its own order
 * @param mode {@code UEFI} or {@code Legacy}; empty where the host has no say in it
 */
public record BootOverride(String enabled, String target, Optional<String> mode) {
    /** The values of {@code enabled}. */
    public static final List<String> ENABLED = List.of("Disabled", "Once", "Continuous");

    /** The values of {@code mode}. */
    public static final List<String> MODES = List.of("UEFI", "Legacy");

    /** The target that stands for the host's own order. */
    public static final String OWN_ORDER = "None";

    private static final String DISABLED = "Disabled";
    private static final String ONCE = "Once";

    /** No override. */
    public static BootOverride none(Optional<String> mode) {
        return new BootOverride(DISABLED, OWN_ORDER, mode);
    }

    /** What is left of it after the host booted: an override for one time is used up. */
    public BootOverride afterBoot() {
        return enabled.equals(ONCE) ? none(mode) : this;
    }

    /** Where the next boot comes from. */
    public String next() {
        return enabled.equals(DISABLED) ? OWN_ORDER : target;
    }
}
