package org.firmwarerecovery.service.http;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where and how the server listens. What is not named here opens no socket.
 *
 * @param addresses local addresses, at least one; each gets a listener
 * @param httpsPort port of the HTTPS listeners; 0 = a free one, the same for all addresses
 * @param httpPort port of listeners that only redirect to HTTPS; empty = off, 0 = a free one
 * @param loopbackPort port of a plain listener on the IPv4 loopback address that serves everything; empty = off, 0 = a free one
 * @param limits sizes, counts and times
 */
public record ServerSettings(
        List<InetAddress> addresses, int httpsPort, OptionalInt httpPort, OptionalInt loopbackPort, HttpLimits limits) {
    /** Copies the list. */
    public ServerSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a server without an address");
        }
    }
}
