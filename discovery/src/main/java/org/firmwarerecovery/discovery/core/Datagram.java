package org.firmwarerecovery.discovery.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The octets of one UDP datagram: immutable, compared by content, and never printed. */
public final class Datagram {
    private final byte[] octets;

    private Datagram(byte[] octets) {
        this.octets = octets;
    }

    /** A datagram holding a copy of {@code octets}. */
    public static Datagram of(byte[] octets) {
        return new Datagram(octets.clone());
    }

    /** Number of octets. */
    public int size() {
        return octets.length;
    }

    /** A copy of the octets. */
    public byte[] toByteArray() {
        return octets.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Datagram datagram && Arrays.equals(octets, datagram.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "Datagram[" + octets.length + " octets]";
    }
}
