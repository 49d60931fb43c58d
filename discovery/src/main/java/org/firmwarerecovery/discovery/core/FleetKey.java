package org.firmwarerecovery.discovery.core;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The secret all nodes of one fleet share; it hides what is searched and tells fleet members' datagrams from others'. It
 * authenticates nobody: trust starts with TLS. Its octets appear in no text form.
 */
public final class FleetKey {
    /** Fewest octets of a fleet key. */
    public static final int OCTETS_MIN = 16;
    /** Most octets of a fleet key. */
    public static final int OCTETS_MAX = 1024;

    private final byte[] octets;

    private FleetKey(byte[] octets) {
        this.octets = octets;
    }

    /** A key of {@link #OCTETS_MIN} to {@link #OCTETS_MAX} octets, copied. */
    public static FleetKey of(byte[] octets) {
        if (octets.length < OCTETS_MIN || octets.length > OCTETS_MAX) {
            throw new IllegalArgumentException("a fleet key of " + octets.length + " octets");
        }
        return new FleetKey(octets.clone());
    }

    byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FleetKey key && MessageDigest.isEqual(octets, key.octets);
    }

    /** The same for all keys, so that it tells nothing. */
    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "FleetKey[hidden]";
    }
}
