package org.firmwarerecovery.discovery.core;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.discovery.core.DiscoveryState.DonorSearch;
import org.firmwarerecovery.discovery.core.DiscoveryState.HeardPeer;
import org.firmwarerecovery.discovery.core.DiscoveryState.PendingSend;
import org.firmwarerecovery.discovery.core.DiscoveryState.Phase;
import org.firmwarerecovery.discovery.core.DiscoveryState.Promise;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.jspecify.annotations.Nullable;

/**
 * The working copy of one {@link DiscoveryMachine#apply}: the parts of the machine change it one after the other, then it
 * becomes the next state. The lists themselves stay immutable, so that parts an event does not touch are not copied.
 */
final class Turn {
    final DiscoverySettings settings;
    final DiscoveryLimits limits;
    final @Nullable DonorTag tag;
    final Moment now;
    Phase phase;
    List<DiscoveryLink> links;
    List<String> donates;
    List<PendingSend> pending;
    List<DonorSearch> searches;
    List<HeardPeer> heard;
    List<String> nonces;
    List<Promise> answered;
    List<Long> hinted;
    long announceDueMillis;
    private DiscoveryCounters counters;
    private final List<DiscoveryEffect> effects = new ArrayList<>();
    private int draws;

    Turn(DiscoverySettings settings, @Nullable DonorTag tag, DiscoveryState state, Moment now) {
        this.settings = settings;
        this.limits = settings.limits();
        this.tag = tag;
        this.now = now;
        phase = state.phase();
        links = state.links();
        donates = state.donates();
        pending = state.pending();
        searches = state.searches();
        heard = state.heard();
        nonces = state.nonces();
        answered = state.answered();
        hinted = state.hinted();
        announceDueMillis = state.announceDueMillis();
        counters = state.counters();
    }

    Step<DiscoveryState, DiscoveryEffect> step() {
        DiscoveryState next = new DiscoveryState(
                phase, links, donates, pending, searches, heard, nonces, answered, hinted, announceDueMillis, counters);
        return new Step<>(next, effects);
    }

    void emit(DiscoveryEffect effect) {
        effects.add(effect);
    }

    void count(DiscoveryCounter counter) {
        counters = counters.plus(counter);
    }

    /** A random number of milliseconds below {@code boundMillis}; another one for every call of this turn. */
    long jitter(long boundMillis) {
        return boundMillis <= 0 ? 0 : now.draw(draws++, boundMillis);
    }

    /** The link that a datagram came over; null when it is gone meanwhile. */
    @Nullable
    DiscoveryLink linkOf(Arrival arrival) {
        for (DiscoveryLink link : links) {
            if (link.is(arrival.interfaceName(), arrival.family())) {
                return link;
            }
        }
        return null;
    }

    /** {@code list} with {@code item} at its end. */
    static <T> List<T> append(List<T> list, T item) {
        List<T> longer = new ArrayList<>(list);
        longer.add(item);
        return List.copyOf(longer);
    }

    /** {@code list} with {@code item} at its end, without its first item if it would be longer than {@code max}. */
    static <T> List<T> appendWithin(List<T> list, T item, int max) {
        return append(list.size() < max ? list : list.subList(list.size() - max + 1, list.size()), item);
    }
}
