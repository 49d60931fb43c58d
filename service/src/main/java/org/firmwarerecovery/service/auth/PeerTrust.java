package org.firmwarerecovery.service.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.io.trust.FleetTrust;
import org.firmwarerecovery.update.negotiation.PeerRole;

/**
 * Judges the client certificate of a connection by the fleet's rules. TLS lets any certificate through; this decides who
 * is a peer.
 */
@FunctionalInterface
public interface PeerTrust {
    /** The peer that this chain proves, or empty. Any thread. */
    Optional<CertifiedPeer> authorise(List<X509Certificate> chain);

    /**
     * A peer as its certificate names it.
     *
     * @param uuid from the DNS name of the certificate, lower case
     * @param roles certified roles
     */
    record CertifiedPeer(String uuid, List<PeerRole> roles) {
        /** Copies the list. */
        public CertifiedPeer {
            roles = List.copyOf(roles);
        }
    }

    /** Peers are who this fleet's trust says. */
    static PeerTrust of(FleetTrust fleet) {
        return chain -> fleet.authorise(chain) instanceof FleetTrust.Authorised peer
                ? Optional.of(new CertifiedPeer(peer.uuid(), peer.roles()))
                : Optional.empty();
    }

    /** Peers off: nobody is one. */
    static PeerTrust none() {
        return chain -> Optional.empty();
    }
}
