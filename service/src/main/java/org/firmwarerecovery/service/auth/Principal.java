package org.firmwarerecovery.service.auth;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.privilege.Privilege;
import org.firmwarerecovery.redfish.privilege.Role;

/** Who a request comes from. */
public sealed interface Principal {
    /** What this caller holds; the privilege registry decides what that is worth. */
    List<Privilege> privileges();

    /** How the log names this caller. */
    String label();

    /**
     * Somebody with an account: by session, or by Basic credentials.
     *
     * @param account the account as stored
     * @param session the session, if there is one
     */
    record User(Account account, Optional<Session> session) implements Principal {
        @Override
        public List<Privilege> privileges() {
            return Role.of(account.roleId()).map(Role::privileges).orElse(List.of());
        }

        @Override
        public String label() {
            return "user " + account.userName();
        }
    }

    /**
     * A node of the fleet, known by its client certificate.
     *
     * @param peer what the certificate says
     */
    record Peer(PeerTrust.CertifiedPeer peer) implements Principal {
        /** The peer's node. */
        public String uuid() {
            return peer.uuid();
        }

        @Override
        public List<Privilege> privileges() {
            return List.of(Privilege.FIRMWARE_RECOVERY_PEER);
        }

        @Override
        public String label() {
            return "peer " + peer.uuid();
        }
    }

    /**
     * The holder of an image ticket.
     *
     * @param ticket what it opens
     */
    record TicketHolder(ImageTicket ticket) implements Principal {
        @Override
        public List<Privilege> privileges() {
            return List.of();
        }

        @Override
        public String label() {
            return "ticket of lease " + ticket.lease();
        }
    }

    /** Nobody known: no credentials, or wrong ones where none are needed. */
    record Nobody() implements Principal {
        @Override
        public List<Privilege> privileges() {
            return List.of();
        }

        @Override
        public String label() {
            return "nobody";
        }
    }
}
