package org.firmwarerecovery.discovery.core;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.Destination;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SendDatagram;

/** Some nodes on one link in virtual time: datagrams are delayed, lost and duplicated as the seed says. */
final class VirtualLan {
    /** Upcalls of all nodes, in order, as text. */
    final List<String> trace = new ArrayList<>();

    /** Datagrams that were sent, by anybody. */
    long sent;

    private final Random random;
    private final int lossPercent;
    private final List<Samples.Node> nodes = new ArrayList<>();
    private final PriorityQueue<Delivery> queue = new PriorityQueue<>();
    private long now;
    private long order;

    VirtualLan(long seed, int lossPercent) {
        this.random = new Random(seed);
        this.lossPercent = lossPercent;
    }

    /** Adds a node and starts it; its address is {@code 10.0.high.low} of its number. */
    int add(DiscoverySettings settings) {
        int number = nodes.size();
        nodes.add(new Samples.Node(settings));
        apply(number, new DiscoveryEvent.Started(List.of(link(number))));
        return number;
    }

    void apply(int number, DiscoveryEvent event) {
        Samples.Node node = nodes.get(number);
        for (DiscoveryEffect effect : node.on(Samples.at(now, random.nextLong()), event)) {
            if (effect instanceof SendDatagram send) {
                send(number, send);
            } else {
                trace.add(now + " " + number + " " + effect);
            }
        }
    }

    /** Lets everything happen that happens before {@code uptimeMillis}. */
    void runUntil(long uptimeMillis) {
        while (true) {
            int waking = nextToWake();
            long wake = waking < 0 ? Long.MAX_VALUE : wakeOf(waking);
            Delivery delivery = queue.peek();
            long next = Math.min(wake, delivery == null ? Long.MAX_VALUE : delivery.atMillis);
            if (next > uptimeMillis) {
                now = uptimeMillis;
                return;
            }
            now = Math.max(now, next);
            if (delivery != null && delivery.atMillis <= wake) {
                queue.remove();
                apply(delivery.to, new DiscoveryEvent.DatagramReceived(delivery.arrival, delivery.datagram));
            } else {
                apply(waking, new DiscoveryEvent.Woke());
            }
        }
    }

    Samples.Node node(int number) {
        return nodes.get(number);
    }

    private void send(int from, SendDatagram send) {
        sent++;
        Arrival arrival = new Arrival("eth0", Family.IPV4, address(from), 40_000 + from, true);
        for (int to = 0; to < nodes.size(); to++) {
            boolean wanted = send.destination() instanceof Destination.Group
                    || send.destination() instanceof Destination.Unicast unicast
                            && unicast.address().equals(address(to));
            if (!wanted || random.nextInt(100) < lossPercent) {
                continue;
            }
            int copies = random.nextInt(50) == 0 ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                queue.add(new Delivery(now + 1 + random.nextInt(10), order++, to, arrival, send.datagram()));
            }
        }
    }

    private int nextToWake() {
        int first = -1;
        for (int i = 0; i < nodes.size(); i++) {
            if (wakeOf(i) < (first < 0 ? Long.MAX_VALUE : wakeOf(first))) {
                first = i;
            }
        }
        return first;
    }

    private long wakeOf(int number) {
        Samples.Node node = nodes.get(number);
        return node.machine.nextWake(node.state).orElse(Long.MAX_VALUE);
    }

    private static DiscoveryLink link(int number) {
        return new DiscoveryLink("eth0", Family.IPV4, List.of(address(number)));
    }

    private static String address(int number) {
        return "10.0." + number / 250 + "." + (1 + number % 250);
    }

    private record Delivery(long atMillis, long order, int to, Arrival arrival, Datagram datagram)
            implements Comparable<Delivery> {
        @Override
        public int compareTo(Delivery other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
