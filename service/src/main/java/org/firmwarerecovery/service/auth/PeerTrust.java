package org.firmwarerecovery.service.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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
     * @param uuid from the DNS name of the certificate
     * @param roles certified roles: {@code recipient}, {@code donor}, {@code console}
     */
    record CertifiedPeer(UUID uuid, List<String> roles) {
        /** Copies the list. */
        public CertifiedPeer {
            roles = List.copyOf(roles);
        }
    }

    /** Peers off: nobody is one. */
    static PeerTrust none() {
        return chain -> Optional.empty();
    }
}
