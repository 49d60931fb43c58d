package org.firmwarerecovery.discovery.io;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.firmwarerecovery.discovery.core.Arrival;
import org.firmwarerecovery.discovery.core.Datagram;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.Destination;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SendDatagram;
import org.firmwarerecovery.discovery.core.DiscoveryLink;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.Family;
import org.firmwarerecovery.discovery.core.InterfaceSetting;
import org.firmwarerecovery.discovery.core.SsdpCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All SSDP channels of a node. Used by one thread, except {@link #wakeup}. A link that cannot be opened is reported once
 * and tried again at the next {@link #refresh}; with SSDP switched off no channel is ever opened.
 */
final class SsdpSockets implements AutoCloseable {
    /** Datagrams taken from one channel before others get their turn. */
    static final int DATAGRAMS_PER_TURN_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(SsdpSockets.class);
    private static final int COMPLAINTS_MAX = 256;

    private final DiscoverySettings settings;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SsdpCodec.OCTETS_IN_MAX + 1);
    private final List<LinkChannels> open = new ArrayList<>();
    private final TreeSet<String> complaints = new TreeSet<>();
    private @Nullable DatagramChannel ipv6Receiver;

    SsdpSockets(DiscoverySettings settings) throws IOException {
        this.settings = settings;
        this.selector = Selector.open();
    }

    /** Opens new links, closes lost ones; true when the links changed. */
    boolean refresh() {
        if (!settings.ssdp()) {
            return false;
        }
        List<DiscoveryLink> before = links();
        try {
            List<LocalLink> present = LocalInterfaces.find(settings);
            for (LinkChannels channels : List.copyOf(open)) {
                if (present.stream().noneMatch(link -> link.isSame(channels.link()))) {
                    drop(channels, "gone");
                }
            }
            for (InterfaceSetting named : settings.interfaces()) {
                if (present.stream()
                        .noneMatch(link -> link.link().interfaceName().equals(named.name()))) {
                    complain("discovery.interface_absent no interface with a listen address is called " + named.name());
                }
            }
            for (LocalLink link : present) {
                if (open.stream().noneMatch(channels -> channels.link().isSame(link))) {
                    open(link);
                }
            }
        } catch (IOException e) {
            complain("discovery.interfaces_unreadable " + e.getMessage());
        }
        return !links().equals(before);
    }

    /** The links that are open, in the order of the operating system. */
    List<DiscoveryLink> links() {
        return open.stream().map(channels -> channels.link().link()).toList();
    }

    /** Waits up to {@code timeoutMillis} (0: not at all) and hands over what was heard meanwhile. */
    void receive(long timeoutMillis, BiConsumer<Arrival, Datagram> heard) throws IOException {
        if (timeoutMillis <= 0) {
            selector.selectNow();
        } else {
            selector.select(timeoutMillis);
        }
        Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
        while (ready.hasNext()) {
            SelectionKey key = ready.next();
            ready.remove();
            if (key.isValid() && key.isReadable()) {
                receive((DatagramChannel) key.channel(), key.attachment(), heard);
            }
        }
    }

    /** Ends a {@link #receive} that waits; callable from any thread. */
    void wakeup() {
        selector.wakeup();
    }

    /** Sends one datagram; failures are reported once per link and otherwise count as lost on the way. */
    void send(SendDatagram effect) {
        Optional<LinkChannels> channels = open.stream()
                .filter(each -> each.link().link().is(effect.interfaceName(), effect.family()))
                .findFirst();
        if (channels.isEmpty()) {
            return;
        }
        try {
            if (effect.destination() instanceof Destination.Unicast unicast) {
                Optional<InetAddress> address = AddressLiterals.parse(unicast.address());
                if (address.isEmpty()) {
                    LOG.debug("discovery.address_lost {}", unicast.address());
                } else {
                    InetSocketAddress to = new InetSocketAddress(address.get(), unicast.port());
                    channels.get().send(to, effect.datagram().toByteArray());
                }
            } else {
                channels.get().sendToGroup(settings, effect.datagram().toByteArray());
            }
        } catch (IOException e) {
            complain("discovery.send_failed interface=" + effect.interfaceName() + " family=" + effect.family() + " "
                    + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        for (LinkChannels channels : List.copyOf(open)) {
            drop(channels, "closed");
        }
        try {
            DatagramChannel receiver = ipv6Receiver;
            if (receiver != null) {
                receiver.close();
            }
        } finally {
            selector.close();
        }
    }

    private void open(LocalLink link) {
        String name = "interface=" + link.link().interfaceName() + " family="
                + link.link().family() + " address=" + link.link().address();
        try {
            DatagramChannel receiver = link.isIpv6() ? ipv6Receiver() : null;
            open.add(LinkChannels.open(settings, link, receiver, selector));
            LOG.info("discovery.link_up {} port={}", name, settings.port());
        } catch (IOException | UnsupportedOperationException e) {
            // UnsupportedOperationException: this Java or this kernel has no IPv6.
            complain("discovery.link_failed " + name + " port=" + settings.port() + " " + e.getMessage());
        }
    }

    private DatagramChannel ipv6Receiver() throws IOException {
        DatagramChannel receiver = ipv6Receiver;
        if (receiver == null || !receiver.isOpen()) {
            receiver = LinkChannels.openReceiver(settings, StandardProtocolFamily.INET6);
            receiver.register(selector, SelectionKey.OP_READ);
            ipv6Receiver = receiver;
        }
        return receiver;
    }

    private void drop(LinkChannels channels, String why) {
        open.remove(channels);
        DiscoveryLink link = channels.link().link();
        try {
            channels.close();
            LOG.info("discovery.link_down interface={} family={} {}", link.interfaceName(), link.family(), why);
        } catch (IOException e) {
            LOG.warn("discovery.link_down interface={} family={} {}", link.interfaceName(), link.family(), why, e);
        }
    }

    private void receive(DatagramChannel channel, @Nullable Object attachment, BiConsumer<Arrival, Datagram> heard) {
        try {
            for (int i = 0; i < DATAGRAMS_PER_TURN_MAX; i++) {
                buffer.clear();
                if (!(channel.receive(buffer) instanceof InetSocketAddress from)) {
                    return;
                }
                buffer.flip();
                byte[] octets = new byte[buffer.remaining()];
                buffer.get(octets);
                InetAddress source = from.getAddress();
                LocalLink link = attachment instanceof LinkChannels channels ? channels.link() : ipv6Link(source);
                if (link != null && isAnswerable(from)) {
                    heard.accept(arrival(link, source, from.getPort()), Datagram.of(octets));
                }
            }
        } catch (IOException e) {
            complain("discovery.receive_failed " + e.getMessage());
            if (attachment instanceof LinkChannels channels) {
                drop(channels, "failed");
            }
        }
    }

    private static Arrival arrival(LocalLink link, InetAddress source, int port) {
        String text = LocalInterfaces.text(source);
        String scoped = source instanceof Inet6Address && source.isLinkLocalAddress()
                ? text + "%" + link.device().getName()
                : text;
        Family family = link.link().family();
        return new Arrival(link.link().interfaceName(), family, scoped, port, link.isOnLink(source));
    }

    /** Nobody is answered at an address that stands for many or for none. */
    private static boolean isAnswerable(InetSocketAddress from) {
        InetAddress source = from.getAddress();
        return from.getPort() != 0
                && !source.isAnyLocalAddress()
                && !source.isMulticastAddress()
                && !(source instanceof Inet4Address && (source.getAddress()[0] & 0xFF) >= 240);
    }

    /** The link an IPv6 datagram arrived on: by its zone, else by its subnet, else any. */
    private @Nullable LocalLink ipv6Link(InetAddress source) {
        if (!(source instanceof Inet6Address)) {
            return null;
        }
        LocalLink any = null;
        for (LinkChannels channels : open) {
            LocalLink link = channels.link();
            if (link.isIpv6() && link.isOnLink(source)) {
                return link;
            }
            if (link.isIpv6() && any == null && !source.isLinkLocalAddress()) {
                any = link;
            }
        }
        return any;
    }

    private void complain(String what) {
        if (complaints.size() < COMPLAINTS_MAX && complaints.add(what)) {
            LOG.warn(what);
        } else {
            LOG.debug(what);
        }
    }
}
