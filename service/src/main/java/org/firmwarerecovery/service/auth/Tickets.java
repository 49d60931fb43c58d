package org.firmwarerecovery.service.auth;

import java.util.Optional;

/** The tickets of live leases. Called from any thread with what a client sent; compares in constant time. */
@FunctionalInterface
public interface Tickets {
    /** The ticket with this user name and password, while its lease lives. */
    Optional<ImageTicket> find(String userName, String password);

    /** A node that gives no leases. */
    static Tickets none() {
        return (userName, password) -> Optional.empty();
    }
}
