package org.firmwarerecovery.service.http;

import java.util.Optional;
import org.firmwarerecovery.update.io.trust.FleetIdentity;
import org.firmwarerecovery.update.io.trust.KeyMaterial;

/**
 * The certificates the server answers with: one for people, one for peers when peers are on. Either can be replaced
 * while the server runs; connections that exist keep the old one, the next handshake sees the new one.
 */
public final class TlsIdentities {
    private final String fleetName;
    private volatile KeyMaterial people;
    private volatile Optional<KeyMaterial> fleet;

    /** Starts with these two; {@code uuid} is the node's, which names the fleet certificate in SNI. */
    public TlsIdentities(String uuid, KeyMaterial people, Optional<KeyMaterial> fleet) {
        this.fleetName = FleetIdentity.hostOf(uuid);
        this.people = people;
        this.fleet = fleet;
    }

    /** The certificate people see. */
    public KeyMaterial people() {
        return people;
    }

    /** The certificate peers see; empty when peers are off. */
    public Optional<KeyMaterial> fleet() {
        return fleet;
    }

    /** Replaces the certificate people see. */
    public void replacePeople(KeyMaterial other) {
        people = other;
    }

    /** Replaces the certificate peers see, or turns it off. */
    public void replaceFleet(Optional<KeyMaterial> other) {
        fleet = other;
    }

    /** Which identity a client that asked for {@code serverName} gets. */
    KeyMaterial forName(Optional<String> serverName) {
        Optional<KeyMaterial> forPeers = fleet;
        boolean peer = serverName.map(name -> name.equalsIgnoreCase(fleetName)).orElse(false);
        return peer && forPeers.isPresent() ? forPeers.get() : people;
    }
}
