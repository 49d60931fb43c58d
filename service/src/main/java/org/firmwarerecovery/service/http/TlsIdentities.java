package org.firmwarerecovery.service.http;

import java.util.Optional;
import java.util.UUID;

/**
 * The certificates the server answers with: one for people, one for peers when peers are on. Either can be replaced
 * while the server runs; connections that exist keep the old one, the next handshake sees the new one.
 */
public final class TlsIdentities {
    private final String fleetName;
    private volatile TlsIdentity people;
    private volatile Optional<TlsIdentity> fleet;

    /** Starts with these two; {@code uuid} is the node's, which names the fleet certificate in SNI. */
    public TlsIdentities(UUID uuid, TlsIdentity people, Optional<TlsIdentity> fleet) {
        this.fleetName = fleetName(uuid);
        this.people = people;
        this.fleet = fleet;
    }

    /** The host name by which peers ask a node for its fleet certificate. */
    public static String fleetName(UUID uuid) {
        return uuid + ".node.firmware-recovery.invalid";
    }

    /** The certificate people see. */
    public TlsIdentity people() {
        return people;
    }

    /** The certificate peers see; empty when peers are off. */
    public Optional<TlsIdentity> fleet() {
        return fleet;
    }

    /** Replaces the certificate people see. */
    public void replacePeople(TlsIdentity other) {
        people = other;
    }

    /** Replaces the certificate peers see, or turns it off. */
    public void replaceFleet(Optional<TlsIdentity> other) {
        fleet = other;
    }

    /** Which identity a client that asked for {@code serverName} gets. */
    TlsIdentity forName(Optional<String> serverName) {
        Optional<TlsIdentity> forPeers = fleet;
        boolean peer = serverName.map(name -> name.equalsIgnoreCase(fleetName)).orElse(false);
        return peer && forPeers.isPresent() ? forPeers.get() : people;
    }
}
