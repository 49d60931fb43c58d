package org.firmwarerecovery.discovery.core;

/**
 * One network interface the operator lets discovery use ({@code discovery.interfaces}).
 *
 * @param name name in the operating system, such as {@code eth0}; {@code lo} has to be named to be used
 * @param kind what the interface is
 * @param outOfBand true when it belongs to the management network and not to the host
 */
public record InterfaceSetting(String name, Kind kind, boolean outOfBand) {
    /** Refuses an empty name. */
    public InterfaceSetting {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an interface without a name");
        }
    }

    /** A wired management interface called {@code name}: what a plain name in the configuration means. */
    public static InterfaceSetting lan(String name) {
        return new InterfaceSetting(name, Kind.Lan, true);
    }

    /** What an interface is, spelled as in the configuration. */
    public enum Kind {
        /** Wired Ethernet. */
        Lan,
        /** Radio. */
        Wireless,
        /** Bluetooth network encapsulation. */
        Bluetooth,
        /** Serial bus that carries IP. */
        SerialBus
    }
}
