package org.firmwarerecovery.discovery.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.PeerGone;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.PeerSeen;
import org.firmwarerecovery.discovery.core.DiscoveryState.HeardPeer;

/** Untagged peers: a small table that bounds what strangers on the network can make this node do. */
final class HeardPeers {
    /** A peer that keeps announcing itself is reported again after this. */
    static final Duration REPORT_AGAIN = Duration.ofSeconds(30);
    /** Shortest time a peer counts as present, whatever it says. */
    static final Duration AGE_MIN = Duration.ofSeconds(30);
    /** Longest time a peer counts as present, whatever it says. */
    static final Duration AGE_MAX = Duration.ofDays(1);

    private static final Pattern MAX_AGE = Pattern.compile("max-age\\s*=\\s*([0-9]{1,9})", Pattern.CASE_INSENSITIVE);
    private static final long SECOND_MILLIS = 1000;

    private HeardPeers() {}

    /** Somebody is there. */
    static void onPresence(Turn turn, Arrival arrival, SsdpMessage message) {
        Optional<UniqueServiceName> name = message.serviceName();
        Optional<ServiceLocation> location = message.location();
        if (name.isEmpty() || location.isEmpty()) {
            turn.count(DiscoveryCounter.INCOMPLETE);
            return;
        }
        PeerHint hint = new PeerHint(
                name.get().uuid(), location.get(), arrival.interfaceName(), arrival.sourceAddress(), false);
        long now = turn.now.uptimeMillis();
        long expires = now + age(message).toMillis();
        List<HeardPeer> others = new ArrayList<>();
        long reported = -1;
        for (HeardPeer heard : turn.heard) {
            if (heard.hint().equals(hint)) {
                reported = heard.reportedMillis();
            } else {
                others.add(heard);
            }
        }
        if (reported >= 0 && now - reported < REPORT_AGAIN.toMillis()) {
            turn.heard = Turn.append(others, new HeardPeer(hint, reported, expires));
            return;
        }
        if (!mayReport(turn)) {
            turn.count(DiscoveryCounter.HINTS_OVER_LIMIT);
            return;
        }
        turn.hinted = Turn.append(turn.hinted, now);
        turn.heard = Turn.appendWithin(others, new HeardPeer(hint, now, expires), turn.limits.hintsMax());
        turn.count(DiscoveryCounter.HINTS);
        turn.emit(new PeerSeen(hint));
    }

    /** Somebody says goodbye. */
    static void onGoodbye(Turn turn, SsdpMessage message) {
        Optional<UniqueServiceName> name = message.serviceName();
        if (name.isEmpty()) {
            turn.count(DiscoveryCounter.INCOMPLETE);
            return;
        }
        String uuid = name.get().uuid();
        List<HeardPeer> others = turn.heard.stream()
                .filter(heard -> !heard.hint().uuid().equals(uuid))
                .toList();
        if (others.size() < turn.heard.size()) {
            turn.heard = others;
            turn.emit(new PeerGone(uuid));
        }
    }

    /** Forgets those that were not heard again in time. */
    static void fire(Turn turn) {
        List<HeardPeer> present = turn.heard.stream()
                .filter(heard -> !turn.now.reached(heard.expiresMillis()))
                .toList();
        if (present.size() == turn.heard.size()) {
            return;
        }
        List<String> gone = new ArrayList<>();
        for (HeardPeer heard : turn.heard) {
            String uuid = heard.hint().uuid();
            boolean stays =
                    present.stream().anyMatch(other -> other.hint().uuid().equals(uuid));
            if (!stays && !gone.contains(uuid)) {
                gone.add(uuid);
                turn.emit(new PeerGone(uuid));
            }
        }
        turn.heard = present;
    }

    private static boolean mayReport(Turn turn) {
        turn.hinted = turn.hinted.stream()
                .filter(at -> at + SECOND_MILLIS > turn.now.uptimeMillis())
                .toList();
        return turn.hinted.size() < turn.limits.hintsPerSecondMax();
    }

    private static Duration age(SsdpMessage message) {
        Matcher matcher = MAX_AGE.matcher(
                message.headers().first(HeaderNames.CACHE_CONTROL).orElse(""));
        if (!matcher.find()) {
            return OwnMessages.MAX_AGE_MIN;
        }
        Duration said = Duration.ofSeconds(Long.parseLong(matcher.group(1)));
        if (said.compareTo(AGE_MIN) < 0) {
            return AGE_MIN;
        }
        return said.compareTo(AGE_MAX) > 0 ? AGE_MAX : said;
    }
}
