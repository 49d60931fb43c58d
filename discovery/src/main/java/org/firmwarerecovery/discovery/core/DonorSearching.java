package org.firmwarerecovery.discovery.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.Destination;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.DonorFound;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SearchFinished;
import org.firmwarerecovery.discovery.core.DiscoveryEffect.SendDatagram;
import org.firmwarerecovery.discovery.core.DiscoveryEvent.SearchRequested;
import org.firmwarerecovery.discovery.core.DiscoveryState.Ask;
import org.firmwarerecovery.discovery.core.DiscoveryState.DonorSearch;
import org.firmwarerecovery.discovery.core.DiscoveryState.Phase;
import org.firmwarerecovery.discovery.core.SsdpMessage.Answer;
import org.jspecify.annotations.Nullable;

/** Own donor searches: sent twice on every link, answers collected until MX and a grace are over. */
final class DonorSearching {
    /** How often a search is sent, since multicast is lost easily. */
    static final int ROUNDS = 2;
    /** Time between two rounds. */
    static final Duration REPEAT_AFTER = Duration.ofMillis(200);
    /** How long answers are awaited from the first round on: MX and half a second. */
    static final Duration COLLECT = Duration.ofMillis(OwnMessages.DONOR_MX * 1000L + 500);

    private DonorSearching() {}

    static void onRequest(Turn turn, SearchRequested request) {
        for (DonorSearch running : turn.searches) {
            if (running.searchId().equals(request.searchId())) {
                return;
            }
        }
        DonorTag tag = turn.tag;
        Optional<SearchOutcome> refusal = refusal(turn, request);
        if (refusal.isPresent() || tag == null) {
            SearchOutcome outcome = refusal.orElse(SearchOutcome.NO_FLEET_KEY);
            turn.emit(new SearchFinished(request.searchId(), outcome, SearchCounters.NONE));
            return;
        }
        List<Ask> asks = new ArrayList<>();
        for (String softwareId : request.softwareIds()) {
            String nonce = DonorTag.nonce(turn.now.entropy(), asks.size());
            asks.add(new Ask(softwareId, nonce, tag.match(nonce, softwareId)));
        }
        long starts =
                turn.now.uptimeMillis() + turn.jitter(request.startJitterMax().toMillis());
        long ends = starts + COLLECT.toMillis();
        turn.searches = Turn.append(
                turn.searches,
                new DonorSearch(request.searchId(), starts, ends, 0, asks, List.of(), SearchCounters.NONE));
    }

    /** Sends the rounds and ends the searches whose time has come. */
    static void fire(Turn turn) {
        if (turn.searches.isEmpty()) {
            return;
        }
        List<DonorSearch> running = new ArrayList<>();
        for (DonorSearch search : turn.searches) {
            DonorSearch current = search;
            while (current.rounds() < ROUNDS && turn.now.reached(nextMillis(current))) {
                current = send(turn, current);
            }
            if (turn.now.reached(current.endsMillis())) {
                turn.emit(new SearchFinished(current.searchId(), SearchOutcome.COMPLETED, current.counters()));
            } else {
                running.add(current);
            }
        }
        turn.searches = List.copyOf(running);
    }

    /** Ends all searches because discovery stops. */
    static void stop(Turn turn) {
        for (DonorSearch search : turn.searches) {
            turn.emit(new SearchFinished(search.searchId(), SearchOutcome.STOPPED, search.counters()));
        }
        turn.searches = List.of();
    }

    /** Uptime milliseconds when the search has something to do next. */
    static long nextMillis(DonorSearch search) {
        return search.rounds() < ROUNDS
                ? search.startsMillis() + search.rounds() * REPEAT_AFTER.toMillis()
                : search.endsMillis();
    }

    /** True when {@code nonce} is one of this node's own running searches. */
    static boolean isOwn(Turn turn, String nonce) {
        return turn.searches.stream().anyMatch(search -> askOf(search, nonce) != null);
    }

    /** An answer for the donor target that carries a tag. */
    static void onTaggedAnswer(Turn turn, Arrival arrival, Answer answer, String given) {
        String nonce = answer.headers().first(HeaderNames.NONCE).orElse("");
        for (int i = 0; i < turn.searches.size(); i++) {
            DonorSearch search = turn.searches.get(i);
            Ask ask = askOf(search, nonce);
            if (ask != null) {
                List<DonorSearch> searches = new ArrayList<>(turn.searches);
                searches.set(i, judge(turn, arrival, answer, given, search, ask));
                turn.searches = List.copyOf(searches);
                return;
            }
        }
        turn.count(DiscoveryCounter.UNASKED_ANSWERS);
    }

    private static Optional<SearchOutcome> refusal(Turn turn, SearchRequested request) {
        if (!turn.settings.ssdp()) {
            return Optional.of(SearchOutcome.SWITCHED_OFF);
        }
        if (turn.phase != Phase.RUNNING) {
            return Optional.of(SearchOutcome.STOPPED);
        }
        if (turn.tag == null) {
            return Optional.of(SearchOutcome.NO_FLEET_KEY);
        }
        boolean tooMany = turn.searches.size() >= turn.limits.searchesMax()
                || request.softwareIds().size() > turn.limits.softwareIdsMax();
        boolean sayable = !request.softwareIds().isEmpty()
                && request.softwareIds().stream().allMatch(DonorTag::isField);
        if (tooMany || !sayable) {
            return Optional.of(SearchOutcome.REFUSED);
        }
        return turn.links.isEmpty() ? Optional.of(SearchOutcome.NO_LINK) : Optional.empty();
    }

    private static DonorSearch send(Turn turn, DonorSearch search) {
        DonorTag tag = turn.tag;
        int datagrams = 0;
        if (tag != null) {
            for (DiscoveryLink link : turn.links) {
                for (Ask ask : search.asks()) {
                    SsdpMessage message = OwnMessages.donorSearch(turn.settings, link.family(), tag, ask);
                    turn.emit(new SendDatagram(
                            link.interfaceName(), link.family(), new Destination.Group(), SsdpCodec.encode(message)));
                    datagrams++;
                }
            }
        }
        return changed(
                search, search.rounds() + 1, search.found(), search.counters().sent(datagrams));
    }

    private static @Nullable Ask askOf(DonorSearch search, String nonce) {
        for (Ask ask : search.asks()) {
            if (ask.nonce().equals(nonce)) {
                return ask;
            }
        }
        return null;
    }

    private static DonorSearch judge(
            Turn turn, Arrival arrival, Answer answer, String given, DonorSearch search, Ask ask) {
        DonorTag tag = turn.tag;
        String al = answer.headers().first(HeaderNames.AL).orElse("");
        String usn = answer.headers().first(HeaderNames.USN).orElse("");
        SearchCounters counters = search.counters();
        if (tag == null || !tag.provesAnswer(given, ask.nonce(), answer.target(), al, usn)) {
            turn.count(DiscoveryCounter.BAD_ANSWER_TAGS);
            return changed(search, search.rounds(), search.found(), counters.badTag());
        }
        Optional<UniqueServiceName> name =
                answer.serviceName().filter(service -> service.target().equals(SearchTargets.DONOR));
        Optional<ServiceLocation> location = answer.location();
        if (name.isEmpty() || location.isEmpty()) {
            turn.count(DiscoveryCounter.INCOMPLETE);
            return search;
        }
        DonorHint hint = new DonorHint(
                name.get().uuid(),
                ask.softwareId(),
                location.get(),
                arrival.interfaceName(),
                arrival.sourceAddress(),
                true);
        if (search.found().contains(hint)) {
            return changed(search, search.rounds(), search.found(), counters.duplicate());
        }
        int ofDonor = 0;
        for (DonorHint found : search.found()) {
            boolean same =
                    found.uuid().equals(hint.uuid()) && found.softwareId().equals(hint.softwareId());
            ofDonor += same ? 1 : 0;
        }
        boolean known = search.found().stream().anyMatch(found -> found.uuid().equals(hint.uuid()));
        if (ofDonor >= turn.limits.addressesPerDonorMax() || !known && counters.donors() >= turn.limits.offersMax()) {
            return changed(search, search.rounds(), search.found(), counters.beyondLimit());
        }
        turn.emit(new DonorFound(search.searchId(), hint));
        return changed(search, search.rounds(), Turn.append(search.found(), hint), counters.hint(!known));
    }

    private static DonorSearch changed(DonorSearch search, int rounds, List<DonorHint> found, SearchCounters counters) {
        return new DonorSearch(
                search.searchId(), search.startsMillis(), search.endsMillis(), rounds, search.asks(), found, counters);
    }
}
