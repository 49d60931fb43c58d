package org.firmwarerecovery.discovery.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.Destination;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SendDatagram;
import org.firmwarerecovery.discovery.core.DiscoveryState.PendingSend;
import org.firmwarerecovery.discovery.core.DiscoveryState.Purpose;

/** NOTIFY of this node: alive on start, on new links and after every interval; byebye on stop (DSP0266, UPnP DA 1.2). */
final class Announcements {
    /** Announcements leave at a random time within this, so that nodes powered on together do not speak together. */
    static final Duration JITTER_MAX = Duration.ofMillis(100);

    private Announcements() {}

    /** Announces the node on {@code links} and sets the time of the next announcement. */
    static void begin(Turn turn, List<DiscoveryLink> links) {
        Duration interval = turn.settings.notifyInterval();
        if (interval.isZero()) {
            return;
        }
        for (DiscoveryLink link : links) {
            turn.pending = Turn.append(turn.pending, alive(turn, link));
        }
        if (turn.announceDueMillis == DiscoveryState.NEVER) {
            turn.announceDueMillis = turn.now.in(interval);
        }
    }

    /** Takes over the present links: new or changed ones hear an announcement, what waits for lost ones is dropped. */
    static void linksChanged(Turn turn, List<DiscoveryLink> links) {
        List<DiscoveryLink> fresh = new ArrayList<>(links);
        fresh.removeAll(turn.links);
        turn.links = links;
        List<PendingSend> kept = new ArrayList<>();
        for (PendingSend waiting : turn.pending) {
            boolean present = links.stream()
                    .anyMatch(link -> link.is(
                            waiting.send().interfaceName(), waiting.send().family()));
            if (present) {
                kept.add(waiting);
            }
        }
        turn.pending = List.copyOf(kept);
        begin(turn, fresh);
    }

    /** Announces again when it is time. */
    static void fire(Turn turn) {
        if (turn.now.reached(turn.announceDueMillis)) {
            turn.announceDueMillis = DiscoveryState.NEVER;
            begin(turn, turn.links);
        }
    }

    /** Says goodbye on all links, at once. */
    static void goodbye(Turn turn) {
        if (turn.settings.notifyInterval().isZero()) {
            return;
        }
        for (DiscoveryLink link : turn.links) {
            Datagram datagram = SsdpCodec.encode(OwnMessages.byebye(turn.settings, link));
            turn.emit(new SendDatagram(link.interfaceName(), link.family(), new Destination.Group(), datagram));
        }
    }

    private static PendingSend alive(Turn turn, DiscoveryLink link) {
        Datagram datagram = SsdpCodec.encode(OwnMessages.alive(turn.settings, link));
        return new PendingSend(
                turn.now.uptimeMillis() + turn.jitter(JITTER_MAX.toMillis()),
                Purpose.ANNOUNCEMENT,
                SearchTargets.redfish(turn.settings.redfishMinor()),
                new SendDatagram(link.interfaceName(), link.family(), new Destination.Group(), datagram));
    }
}
