package org.firmwarerecovery.discovery.core;

import java.util.Optional;

/** The search targets of this product, and which of the standard ones a node answers. */
public final class SearchTargets {
    /** Donors of a firmware image; answered only when tag and match are right. */
    public static final String DONOR = "urn:firmwarerecovery:service:donor:1";
    /** Every Redfish service (DSP0266); may be followed by {@code :minor}. */
    public static final String REDFISH = "urn:dmtf-org:service:redfish-rest:1";
    /** Everything that speaks SSDP. */
    public static final String ALL = "ssdp:all";
    /** Root devices of UPnP; answered so that general UPnP clients see the service. */
    public static final String ROOT_DEVICE = "upnp:rootdevice";

    private static final int MINOR_DIGITS_MAX = 4;

    private SearchTargets() {}

    /** The target a service of Redfish 1.{@code minor} calls itself by: the minor is left out when it is 0. */
    public static String redfish(int minor) {
        return minor == 0 ? REDFISH : REDFISH + ":" + minor;
    }

    /** True for {@link #REDFISH}, with or without a minor. */
    public static boolean isRedfish(String target) {
        return target.equals(REDFISH) || minorOf(target).isPresent();
    }

    /**
     * The target to answer a standard search with, if it is to be answered: our own Redfish target for
     * {@code ssdp:all}, for the bare Redfish target and for a minor up to ours (a newer minor serves older clients);
     * {@code upnp:rootdevice} for itself, since UPnP clients compare the two.
     */
    public static Optional<String> answerTo(String searched, int minor) {
        if (searched.equals(ROOT_DEVICE)) {
            return Optional.of(ROOT_DEVICE);
        }
        boolean ours = searched.equals(ALL)
                || searched.equals(REDFISH)
                || minorOf(searched).filter(asked -> asked <= minor).isPresent();
        return ours ? Optional.of(redfish(minor)) : Optional.empty();
    }

    private static Optional<Integer> minorOf(String target) {
        if (!target.startsWith(REDFISH + ":")) {
            return Optional.empty();
        }
        String minor = target.substring(REDFISH.length() + 1);
        boolean digits = !minor.isEmpty() && minor.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && minor.length() <= MINOR_DIGITS_MAX ? Optional.of(Integer.valueOf(minor)) : Optional.empty();
    }
}
