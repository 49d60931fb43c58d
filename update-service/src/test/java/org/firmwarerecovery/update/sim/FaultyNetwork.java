package org.firmwarerecovery.update.sim;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.firmwarerecovery.discovery.core.Arrival;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.Destination;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SendDatagram;
import org.firmwarerecovery.discovery.core.DiscoveryEvent;
import org.firmwarerecovery.discovery.core.Family;
import org.firmwarerecovery.update.node.NodeEvent.Outcome;
import org.jspecify.annotations.Nullable;

/** The network: loses, doubles, delays and thereby reorders datagrams and calls. Multicast stays within a segment. */
final class FaultyNetwork {
    private static final int DELAY_MAX = 20;
    private static final int SLOW_MIN = 6_000;
    private static final int SLOW_MORE = 20_000;

    private final Simulation simulation;

    FaultyNetwork(Simulation simulation) {
        this.simulation = simulation;
    }

    void send(SimNode from, SendDatagram send) {
        Arrival arrival = new Arrival("eth0", Family.IPV4, from.address(), 40_000 + from.index, true);
        if (send.destination() instanceof Destination.Unicast unicast) {
            for (SimNode to : segment(from)) {
                if (to.address().equals(unicast.address())) {
                    deliver(to, arrival, send);
                }
            }
            return;
        }
        for (SimNode to : segment(from)) {
            deliver(to, arrival, send);
        }
    }

    private List<SimNode> segment(SimNode from) {
        int first = from.segment() * SimOptions.SEGMENT;
        return simulation.nodes.subList(first, Math.min(simulation.nodes.size(), first + SimOptions.SEGMENT));
    }

    private void deliver(SimNode to, Arrival arrival, SendDatagram send) {
        if (simulation.strikes(simulation.options.loss())) {
            return;
        }
        int copies = simulation.strikes(simulation.options.duplication()) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            simulation.at(simulation.now + 1 + simulation.random.nextInt(DELAY_MAX), () -> {
                if (to.up) {
                    to.find(new DiscoveryEvent.DatagramReceived(arrival, send.datagram()));
                }
            });
        }
    }

    /** One REST call of a node. */
    static final class Call {
        final SimNode from;
        final @Nullable SimNode to;
        final long millis;
        final long timeout;
        final Outcome lost;
        final Outcome dead;
        final Consumer<Outcome> arrived;
        private boolean answered;

        /**
         * A call.
         *
         * @param from who calls
         * @param to who is called; null when nobody has that address
         * @param millis time on the wire there and back
         * @param timeout how long the caller waits
         * @param lost its outcome when no answer comes
         * @param dead its outcome when nobody is there to take the connection
         * @param arrived what the caller does with an answer before its machine hears of it
         */
        Call(
                SimNode from,
                @Nullable SimNode to,
                long millis,
                long timeout,
                Outcome lost,
                Outcome dead,
                Consumer<Outcome> arrived) {
            this.from = from;
            this.to = to;
            this.millis = millis;
            this.timeout = timeout;
            this.lost = lost;
            this.dead = dead;
            this.arrived = arrived;
        }
    }

    /** Carries a call out: {@code serve} runs at the other end and answers once, at once or later. */
    void call(Call call, BiConsumer<SimNode, Consumer<Outcome>> serve) {
        call.from.after(call.timeout, () -> answer(call, call.lost));
        if (simulation.strikes(simulation.options.loss())) {
            return;
        }
        boolean slow = simulation.strikes(simulation.options.slow());
        long there = 1 + call.millis / 2 + (slow ? SLOW_MIN + simulation.random.nextInt(SLOW_MORE) : 0);
        int requests = simulation.strikes(simulation.options.duplication()) ? 2 : 1;
        for (int i = 0; i < requests; i++) {
            simulation.at(simulation.now + there + i, () -> arrive(call, serve));
        }
    }

    private void arrive(Call call, BiConsumer<SimNode, Consumer<Outcome>> serve) {
        if (call.to == null || !call.to.up) {
            call.from.after(1, () -> answer(call, call.dead));
            return;
        }
        long life = call.from.life;
        serve.accept(call.to, outcome -> {
            if (simulation.strikes(simulation.options.loss()) || life != call.from.life) {
                return;
            }
            call.from.after(1 + call.millis / 2 + simulation.random.nextInt(DELAY_MAX), () -> answer(call, outcome));
        });
    }

    private void answer(Call call, Outcome outcome) {
        if (call.answered) {
            return;
        }
        call.answered = true;
        call.arrived.accept(outcome);
        call.from.take(outcome);
        if (simulation.strikes(simulation.options.duplication())) {
            call.from.after(1 + simulation.random.nextInt(3_000), () -> call.from.take(outcome));
        }
    }
}
