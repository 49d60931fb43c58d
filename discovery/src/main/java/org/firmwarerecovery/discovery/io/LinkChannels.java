package org.firmwarerecovery.discovery.io;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one link. Sending has its own channel, bound to the link's address, because the outgoing interface of a
 * multicast belongs to the socket; answers to own searches return there. Receiving: an IPv4 channel per link, which hears
 * only what arrives on its interface; IPv6 shares one channel between links, since Linux delivers an IPv6 multicast to
 * every member whatever the interface, and the source tells the interface.
 */
final class LinkChannels {
    private static final byte[] IPV4_GROUP = {(byte) 239, (byte) 255, (byte) 255, (byte) 250};

    private final LocalLink link;
    private final DatagramChannel sender;
    private final @Nullable DatagramChannel receiver;
    private final List<MembershipKey> memberships;

    private LinkChannels(
            LocalLink link,
            DatagramChannel sender,
            @Nullable DatagramChannel receiver,
            List<MembershipKey> memberships) {
        this.link = link;
        this.sender = sender;
        this.receiver = receiver;
        this.memberships = memberships;
    }

    /** Opens what {@code link} needs; {@code shared} is the receiver of all IPv6 links. Nothing stays open on failure. */
    static LinkChannels open(
            DiscoverySettings settings, LocalLink link, @Nullable DatagramChannel shared, Selector selector)
            throws IOException {
        List<MembershipKey> memberships = new ArrayList<>();
        DatagramChannel sender = null;
        DatagramChannel receiver = null;
        try {
            sender = DatagramChannel.open(family(link));
            sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, link.device());
            sender.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_TTL, settings.ttl());
            sender.bind(new InetSocketAddress(link.source(), 0));
            sender.configureBlocking(false);
            if (!link.isIpv6()) {
                receiver = openReceiver(settings, StandardProtocolFamily.INET);
                memberships.add(receiver.join(InetAddress.getByAddress(IPV4_GROUP), link.device()));
            } else if (shared != null) {
                for (Ipv6Scope scope : Ipv6Scope.values()) {
                    memberships.add(shared.join(InetAddress.getByName(scope.group()), link.device()));
                }
            }
            LinkChannels channels = new LinkChannels(link, sender, receiver, memberships);
            sender.register(selector, SelectionKey.OP_READ, channels);
            if (receiver != null) {
                receiver.register(selector, SelectionKey.OP_READ, channels);
            }
            return channels;
        } catch (IOException | RuntimeException e) {
            memberships.forEach(MembershipKey::drop);
            closeBoth(sender, receiver, e);
            throw e;
        }
    }

    /** A channel on the SSDP port that shares it with other programs of the machine. */
    static DatagramChannel openReceiver(DiscoverySettings settings, StandardProtocolFamily family) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            String any = family == StandardProtocolFamily.INET ? "0.0.0.0" : "::";
            channel.bind(new InetSocketAddress(InetAddress.getByName(any), settings.port()));
            channel.configureBlocking(false);
            return channel;
        } catch (IOException | RuntimeException e) {
            closeBoth(channel, null, e);
            throw e;
        }
    }

    LocalLink link() {
        return link;
    }

    /** Sends one datagram to the group. */
    void sendToGroup(DiscoverySettings settings, byte[] octets) throws IOException {
        send(new InetSocketAddress(group(settings), settings.port()), octets);
    }

    /** Sends one datagram; a full send buffer drops it, as the network might. */
    void send(InetSocketAddress to, byte[] octets) throws IOException {
        sender.send(ByteBuffer.wrap(octets), to);
    }

    private InetAddress group(DiscoverySettings settings) throws IOException {
        if (!link.isIpv6()) {
            return InetAddress.getByAddress(IPV4_GROUP);
        }
        byte[] group = InetAddress.getByName(settings.ipv6Scope().group()).getAddress();
        return Inet6Address.getByAddress(null, group, link.device().getIndex());
    }

    void close() throws IOException {
        for (MembershipKey membership : memberships) {
            if (membership.isValid()) {
                membership.drop();
            }
        }
        try {
            sender.close();
        } finally {
            if (receiver != null) {
                receiver.close();
            }
        }
    }

    private static StandardProtocolFamily family(LocalLink link) {
        return link.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    private static void closeBoth(@Nullable DatagramChannel first, @Nullable DatagramChannel second, Exception cause) {
        for (DatagramChannel channel : new DatagramChannel[] {first, second}) {
            if (channel == null) {
                continue;
            }
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
