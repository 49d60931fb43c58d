package org.firmwarerecovery.update.io.peer;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.apache.hc.core5.http.HttpHost;
import org.firmwarerecovery.update.io.trust.FleetIdentity;
import org.firmwarerecovery.update.io.web.AnswerException;
import org.firmwarerecovery.update.negotiation.PeerRef;

/**
 * The host of a peer as HTTP needs it: the name that its certificate must carry, the address to connect to. The name is never
 * looked up; the address comes from discovery or configuration, an IPv6 link-local one gets the interface it was heard on.
 */
final class PeerHost {
    private static final int HTTPS_PORT = 443;

    private PeerHost() {}

    /**
     * The host of {@code peer}.
     *
     * @throws IOException when the reference cannot be used; the message says why
     */
    static HttpHost of(PeerRef peer) throws IOException {
        String uuid = peer.uuid().toLowerCase(Locale.ROOT);
        if (!FleetIdentity.isUuid(uuid)) {
            throw new AnswerException("the UUID of the peer at " + peer.address() + " is not known");
        }
        URI uri = uri(peer.address());
        int port = uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
        return new HttpHost("https", address(uri.getHost(), peer), FleetIdentity.hostOf(uuid), port);
    }

    private static URI uri(String address) throws IOException {
        try {
            URI uri = new URI(address);
            if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
                throw new AnswerException("not an https address: " + address);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new AnswerException("not an address: " + address);
        }
    }

    private static InetAddress address(String host, PeerRef peer) throws IOException {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        InetAddress address = InetAddress.getByName(bracketed ? host.substring(1, host.length() - 1) : host);
        if (address instanceof Inet6Address six && six.isLinkLocalAddress() && six.getScopeId() == 0) {
            return scoped(six, peer);
        }
        return address;
    }

    private static InetAddress scoped(Inet6Address address, PeerRef peer) throws IOException {
        String name = peer.iface();
        NetworkInterface iface = name == null ? null : NetworkInterface.getByName(name);
        if (iface == null) {
            throw new AnswerException(
                    "the link-local address " + peer.address() + " needs an interface that is there, not " + name);
        }
        return Inet6Address.getByAddress(null, address.getAddress(), iface);
    }
}
