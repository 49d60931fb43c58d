package org.firmwarerecovery.discovery.core;

import java.util.List;
import java.util.OptionalLong;
import org.firmwarerecovery.discovery.core.DiscoveryEvent.DatagramReceived;
import org.firmwarerecovery.discovery.core.DiscoveryEvent.DonatesChanged;
import org.firmwarerecovery.discovery.core.DiscoveryEvent.LinksChanged;
import org.firmwarerecovery.discovery.core.DiscoveryEvent.SearchRequested;
import org.firmwarerecovery.discovery.core.DiscoveryEvent.Started;
import org.firmwarerecovery.discovery.core.DiscoveryEvent.StopRequested;
import org.firmwarerecovery.discovery.core.DiscoveryState.DonorSearch;
import org.firmwarerecovery.discovery.core.DiscoveryState.HeardPeer;
import org.firmwarerecovery.discovery.core.DiscoveryState.PendingSend;
import org.firmwarerecovery.discovery.core.DiscoveryState.Phase;
import org.firmwarerecovery.discovery.core.SsdpMessage.Answer;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.jspecify.annotations.Nullable;

/**
 * Discovery of one node as a pure function: standard Redfish discovery (DSP0266) towards everybody, tagged donor searches
 * and answers within the fleet.
 *
 * <pre>
 *   IDLE --Started, ssdp on--> RUNNING --StopRequested--> STOPPED
 *   RUNNING: search of others  -> tag, match, rate -> answer waits a random time -> sent
 *            own search        -> jitter -> round 1 -> round 2 -> MX + 0.5 s -> finished
 *            NOTIFY of others  -> peer seen | peer gone
 * </pre>
 *
 * <p>Wrong tags change nothing but counters. The machine is immutable and may be shared; its states belong to the caller.
 */
public final class DiscoveryMachine {
    private final DiscoverySettings settings;
    private final @Nullable DonorTag tag;

    /** A machine under {@code settings}; other settings need another machine. */
    public DiscoveryMachine(DiscoverySettings settings) {
        this.settings = settings;
        FleetKey key = settings.fleetKey();
        this.tag = key == null ? null : new DonorTag(key);
    }

    /** The state before the first event. */
    public DiscoveryState initialState() {
        return initialState(DiscoveryCounters.ZERO);
    }

    /** The same after another machine that counted this much. */
    public DiscoveryState initialState(DiscoveryCounters counted) {
        return new DiscoveryState(
                Phase.IDLE,
                List.of(),
                donatable(settings.donates()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                DiscoveryState.NEVER,
                counted);
    }

    /** What {@code event} at {@code now} leads to. Never throws for anything that came from the network. */
    public Step<DiscoveryState, DiscoveryEffect> apply(DiscoveryState state, Moment now, DiscoveryEvent event) {
        Turn turn = new Turn(settings, tag, state, now);
        if (event instanceof SearchRequested request) {
            DonorSearching.onRequest(turn, request);
        } else if (event instanceof DonatesChanged changed) {
            turn.donates = donatable(changed.softwareIds());
        } else if (event instanceof Started started) {
            start(turn, started);
        } else if (turn.phase == Phase.RUNNING) {
            applyRunning(turn, event);
        }
        if (turn.phase == Phase.RUNNING) {
            Announcements.fire(turn);
            Answering.fire(turn);
            DonorSearching.fire(turn);
            HeardPeers.fire(turn);
        }
        return turn.step();
    }

    /** Uptime milliseconds when the machine wants a {@link DiscoveryEvent.Woke}; empty when it waits for others only. */
    public OptionalLong nextWake(DiscoveryState state) {
        if (state.phase() != Phase.RUNNING) {
            return OptionalLong.empty();
        }
        long next = state.announceDueMillis();
        for (PendingSend pending : state.pending()) {
            next = Math.min(next, pending.dueMillis());
        }
        for (DonorSearch search : state.searches()) {
            next = Math.min(next, DonorSearching.nextMillis(search));
        }
        for (HeardPeer heard : state.heard()) {
            next = Math.min(next, heard.expiresMillis());
        }
        return next == DiscoveryState.NEVER ? OptionalLong.empty() : OptionalLong.of(next);
    }

    private void start(Turn turn, Started started) {
        if (turn.phase == Phase.IDLE && settings.ssdp()) {
            turn.phase = Phase.RUNNING;
            turn.links = started.links();
            Announcements.begin(turn, turn.links);
        }
    }

    private void applyRunning(Turn turn, DiscoveryEvent event) {
        if (event instanceof DatagramReceived received) {
            receive(turn, received);
        } else if (event instanceof LinksChanged changed) {
            Announcements.linksChanged(turn, changed.links());
        } else if (event instanceof StopRequested) {
            DonorSearching.stop(turn);
            Announcements.goodbye(turn);
            turn.pending = List.of();
            turn.heard = List.of();
            turn.announceDueMillis = DiscoveryState.NEVER;
            turn.phase = Phase.STOPPED;
        }
    }

    private void receive(Turn turn, DatagramReceived received) {
        if (!(SsdpCodec.decode(received.datagram()) instanceof SsdpCodec.Decoded.Ok decoded)) {
            turn.count(DiscoveryCounter.MALFORMED);
            return;
        }
        SsdpMessage message = decoded.message();
        boolean own = message.serviceName()
                .filter(name -> name.uuid().equals(settings.uuid()))
                .isPresent();
        if (own) {
            turn.count(DiscoveryCounter.OWN);
        } else if (message instanceof SsdpMessage.Search search) {
            Answering.onSearch(
                    turn, received.arrival(), search, received.datagram().size());
        } else if (message instanceof Answer answer) {
            onAnswer(turn, received.arrival(), answer);
        } else if (message instanceof SsdpMessage.Notify notification) {
            onNotify(turn, received.arrival(), notification);
        }
    }

    private static void onAnswer(Turn turn, Arrival arrival, Answer answer) {
        boolean donor = answer.target().equals(SearchTargets.DONOR);
        String given = answer.headers().first(HeaderNames.TAG).orElse("");
        if (donor && !given.isEmpty()) {
            DonorSearching.onTaggedAnswer(turn, arrival, answer, given);
        } else if (donor || SearchTargets.isRedfish(answer.target())) {
            HeardPeers.onPresence(turn, arrival, answer);
        } else {
            turn.count(DiscoveryCounter.OTHER_SERVICE);
        }
    }

    private static void onNotify(Turn turn, Arrival arrival, SsdpMessage.Notify notification) {
        if (!SearchTargets.isRedfish(notification.target())) {
            turn.count(DiscoveryCounter.OTHER_SERVICE);
        } else if (notification instanceof SsdpMessage.Alive) {
            HeardPeers.onPresence(turn, arrival, notification);
        } else {
            HeardPeers.onGoodbye(turn, notification);
        }
    }

    /** Ids that can stand in a tagged text, as many as the limit allows. */
    private List<String> donatable(List<String> softwareIds) {
        return softwareIds.stream()
                .filter(DonorTag::isField)
                .distinct()
                .limit(settings.limits().donatesMax())
                .toList();
    }
}
