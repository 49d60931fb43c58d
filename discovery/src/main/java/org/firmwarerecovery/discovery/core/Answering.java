package org.firmwarerecovery.discovery.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.Destination;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SendDatagram;
import org.firmwarerecovery.discovery.core.DiscoveryState.PendingSend;
import org.firmwarerecovery.discovery.core.DiscoveryState.Promise;
import org.firmwarerecovery.discovery.core.DiscoveryState.Purpose;
import org.firmwarerecovery.discovery.core.SsdpMessage.Search;

/**
 * Searches of others. Answers are unicast, leave at a random time within what the search allows, and are bounded by rate,
 * by source and by queue length, because anybody can put somebody else's address on a search.
 */
final class Answering {
    /** Answers keep this distance from the end of the searcher's wait, for the way back. */
    static final long MARGIN_MILLIS = 100;

    private static final long SECOND_MILLIS = 1000;

    private Answering() {}

    static void onSearch(Turn turn, Arrival arrival, Search search, int octets) {
        if (search.target().equals(SearchTargets.DONOR)) {
            onDonorSearch(turn, arrival, search.headers());
        } else {
            onStandardSearch(turn, arrival, search, octets);
        }
    }

    /** Sends the answers and announcements whose time has come, earliest first. */
    static void fire(Turn turn) {
        List<PendingSend> due = new ArrayList<>();
        List<PendingSend> waiting = new ArrayList<>();
        for (PendingSend pending : turn.pending) {
            (turn.now.reached(pending.dueMillis()) ? due : waiting).add(pending);
        }
        if (due.isEmpty()) {
            return;
        }
        due.sort((a, b) -> Long.compare(a.dueMillis(), b.dueMillis()));
        for (PendingSend pending : due) {
            turn.emit(pending.send());
        }
        turn.pending = List.copyOf(waiting);
    }

    private static void onStandardSearch(Turn turn, Arrival arrival, Search search, int octets) {
        Optional<String> target = SearchTargets.answerTo(search.target(), turn.settings.redfishMinor());
        if (target.isEmpty()) {
            turn.count(DiscoveryCounter.OTHER_SERVICE);
            return;
        }
        if (turn.settings.sameSubnetOnly() && !arrival.onLink()) {
            turn.count(DiscoveryCounter.OFF_LINK_SEARCHES);
            return;
        }
        DiscoveryLink link = turn.linkOf(arrival);
        if (link == null) {
            turn.count(DiscoveryCounter.LINK_LOST);
            return;
        }
        Destination.Unicast to = new Destination.Unicast(arrival.sourceAddress(), arrival.sourcePort());
        if (isPending(turn, link, to, target.get())) {
            turn.count(DiscoveryCounter.REPEATED_SEARCHES);
            return;
        }
        if (!mayPromise(turn, arrival, Purpose.STANDARD_ANSWER)) {
            turn.count(DiscoveryCounter.SEARCHES_OVER_LIMIT);
            return;
        }
        String address = link.addressFor(arrival.sourceAddress());
        Datagram answer = OwnMessages.standardAnswer(turn.settings, address, target.get(), octets);
        promise(turn, arrival, search.waitSeconds(), Purpose.STANDARD_ANSWER, target.get(), answer);
        turn.count(DiscoveryCounter.STANDARD_SEARCHES_ANSWERED);
    }

    private static void onDonorSearch(Turn turn, Arrival arrival, SsdpHeaders headers) {
        DonorTag tag = turn.tag;
        if (tag == null) {
            turn.count(DiscoveryCounter.WITHOUT_FLEET_KEY);
            return;
        }
        String nonce = headers.first(HeaderNames.NONCE).orElse("");
        String match = headers.first(HeaderNames.MATCH).orElse("");
        String given = headers.first(HeaderNames.TAG).orElse("");
        if (DonorSearching.isOwn(turn, nonce)) {
            turn.count(DiscoveryCounter.OWN);
            return;
        }
        String heardAs = nonce + " " + arrival.interfaceName() + " " + arrival.family();
        if (turn.nonces.contains(heardAs)) {
            turn.count(DiscoveryCounter.REPEATED_SEARCHES);
            return;
        }
        if (!tag.provesSearch(given, nonce, SearchTargets.DONOR, match)) {
            turn.count(DiscoveryCounter.BAD_SEARCH_TAGS);
            return;
        }
        turn.nonces = Turn.appendWithin(turn.nonces, heardAs, turn.limits.noncesMax());
        boolean donated = turn.donates.stream().anyMatch(softwareId -> tag.matches(match, nonce, softwareId));
        if (!donated) {
            turn.count(DiscoveryCounter.DONOR_SEARCHES_WITHOUT_MATCH);
            return;
        }
        DiscoveryLink link = turn.linkOf(arrival);
        if (link == null) {
            turn.count(DiscoveryCounter.LINK_LOST);
            return;
        }
        if (!mayPromise(turn, arrival, Purpose.DONOR_ANSWER)) {
            turn.count(DiscoveryCounter.SEARCHES_OVER_LIMIT);
            return;
        }
        String address = link.addressFor(arrival.sourceAddress());
        Datagram answer = SsdpCodec.encode(OwnMessages.donorAnswer(turn.settings, address, tag, nonce));
        promise(turn, arrival, OwnMessages.DONOR_MX, Purpose.DONOR_ANSWER, SearchTargets.DONOR, answer);
        turn.count(DiscoveryCounter.DONOR_SEARCHES_ANSWERED);
    }

    private static boolean isPending(Turn turn, DiscoveryLink link, Destination.Unicast to, String target) {
        for (PendingSend pending : turn.pending) {
            SendDatagram send = pending.send();
            if (pending.target().equals(target)
                    && send.destination().equals(to)
                    && link.is(send.interfaceName(), send.family())) {
                return true;
            }
        }
        return false;
    }

    /** Forgets promises older than a second, then says whether there is room for another one. */
    private static boolean mayPromise(Turn turn, Arrival arrival, Purpose purpose) {
        List<Promise> recent = new ArrayList<>();
        int ofPurpose = 0;
        int toSource = 0;
        for (Promise promise : turn.answered) {
            if (promise.atMillis() + SECOND_MILLIS <= turn.now.uptimeMillis()) {
                continue;
            }
            recent.add(promise);
            if (promise.purpose() == purpose) {
                ofPurpose++;
                toSource += promise.sourceAddress().equals(arrival.sourceAddress()) ? 1 : 0;
            }
        }
        turn.answered = List.copyOf(recent);
        long waiting = turn.pending.stream()
                .filter(pending -> pending.purpose() != Purpose.ANNOUNCEMENT)
                .count();
        if (waiting >= turn.limits.pendingAnswersMax()) {
            return false;
        }
        return purpose == Purpose.DONOR_ANSWER
                ? ofPurpose < turn.limits.donorAnswersPerSecondMax()
                        && toSource < turn.limits.donorAnswersPerSourceAndSecondMax()
                : ofPurpose < turn.limits.standardAnswersPerSecondMax()
                        && toSource < turn.limits.answersPerSourceAndSecondMax();
    }

    private static void promise(
            Turn turn, Arrival arrival, int waitSeconds, Purpose purpose, String target, Datagram answer) {
        long due = turn.now.uptimeMillis() + turn.jitter(waitSeconds * SECOND_MILLIS - MARGIN_MILLIS);
        Destination to = new Destination.Unicast(arrival.sourceAddress(), arrival.sourcePort());
        SendDatagram send = new SendDatagram(arrival.interfaceName(), arrival.family(), to, answer);
        turn.pending = Turn.append(turn.pending, new PendingSend(due, purpose, target, send));
        turn.answered =
                Turn.append(turn.answered, new Promise(turn.now.uptimeMillis(), purpose, arrival.sourceAddress()));
    }
}
