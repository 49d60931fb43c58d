package org.firmwarerecovery.update.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.version.VersionOrder;
import org.jspecify.annotations.Nullable;

/**
 * Filters and ranks donors by the predetermined policy (DESIGN section 3 step 6). The outcome does not depend on the order
 * in which offers arrived: ties end at the peer's UUID, mixed with the request id so that not all nodes choose the same.
 */
public final class DonorSelection {
    private final Policy policy;
    private final Need need;
    private final String requestId;
    private final SortedSet<String> aside;

    /** A selection for one negotiation in which nobody is put aside. */
    public DonorSelection(Policy policy, Need need, String requestId) {
        this(policy, need, requestId, new TreeSet<>());
    }

    /**
     * A selection for one negotiation.
     *
     * @param aside UUIDs of donors whose last image did not come as it was signed: they are chosen last
     */
    public DonorSelection(Policy policy, Need need, String requestId, SortedSet<String> aside) {
        this.policy = policy;
        this.need = need;
        this.requestId = requestId;
        this.aside = Collections.unmodifiableSortedSet(new TreeSet<>(aside));
    }

    /** Offers in the order in which they should be accepted, each with the reasons of its rank. */
    public List<Candidate> rank(List<Candidate> offered) {
        List<Candidate> ranked = new ArrayList<>(offered);
        ranked.sort(order(offered));
        List<Candidate> explained = new ArrayList<>();
        for (int place = 0; place < ranked.size(); place++) {
            Candidate candidate = ranked.get(place);
            String why = place + 1 < ranked.size()
                    ? "rank " + (place + 1) + ": " + advantage(candidate, ranked.get(place + 1), offered)
                    : "rank " + (place + 1) + (ranked.size() == 1 ? ": the only acceptable offer" : "");
            explained.add(candidate.because(why));
        }
        return explained;
    }

    /** Why the claimed image cannot be used, empty when it can: the hard filters that need no bytes. */
    public Optional<String> refuse(DonorImage image) {
        if (!image.softwareId().equals(need.softwareId())) {
            return Optional.of("NotCompatible: it is for " + image.softwareId() + ", not for " + need.softwareId());
        }
        if (image.securityVersion() < need.floor()) {
            return Optional.of(
                    "BelowFloor: security version " + image.securityVersion() + ", the floor is " + need.floor());
        }
        if (need.record().quarantined(image.manifestDigest())) {
            return Optional.of("ManifestQuarantined: " + image.manifestDigest().brief());
        }
        if (!policy.inBaseline(need.softwareId(), image.manifestDigest())) {
            return Optional.of(
                    "not in the operator's baseline: " + image.manifestDigest().brief());
        }
        if (need.onlyWanted() && !need.wanted().contains(image.manifestDigest())) {
            return Optional.of("another image than the one needed: "
                    + image.manifestDigest().brief());
        }
        if (image.size() <= 0) {
            return Optional.of("its size is " + image.size());
        }
        return Optional.empty();
    }

    private Comparator<Candidate> order(List<Candidate> all) {
        Comparator<Candidate> order = Comparator.comparingInt(this::aside);
        order = order.thenComparingInt(c -> c.peer().origin() == PeerRef.Origin.UNTAGGED ? 1 : 0);
        for (Preference preference : policy.preferences()) {
            order = order.thenComparing(by(preference, all));
        }
        return order.thenComparingLong(c -> spread(c.peer().uuid()))
                .thenComparing(c -> c.peer().uuid());
    }

    private Comparator<Candidate> by(Preference preference, List<Candidate> all) {
        return switch (preference) {
            case SAME_VERSION -> Comparator.comparingInt(c -> wantedPlace(c));
            case NEWEST_VERSION -> Comparator.comparingLong(c -> -outdated(c, all));
            case CONSOLE_FIRST -> Comparator.comparingInt(c -> console(c) ? 0 : 1);
            case PEER_FIRST -> Comparator.comparingInt(c -> console(c) ? 1 : 0);
            case LEAST_LOADED -> Comparator.comparingLong(DonorSelection::loadPermille);
            case NEAREST -> Comparator.comparingLong(c -> Math.max(0, c.answerMillis()) / NEAREST_STEP_MILLIS);
        };
    }

    /** Answer times within one step count as equal, so that noise does not decide. */
    private static final long NEAREST_STEP_MILLIS = 20;

    private String advantage(Candidate better, Candidate next, List<Candidate> all) {
        if (aside(better) != aside(next)) {
            return "the last image of " + next.peer().uuid() + " did not come as it was signed";
        }
        if (better.peer().origin() != next.peer().origin() && next.peer().origin() == PeerRef.Origin.UNTAGGED) {
            return "proved that it knows the fleet key";
        }
        for (Preference preference : policy.preferences()) {
            if (by(preference, all).compare(better, next) < 0) {
                return preference.label() + " before " + next.peer().uuid();
            }
        }
        return "equal to " + next.peer().uuid() + ", chosen by lot";
    }

    private int aside(Candidate candidate) {
        return aside.contains(candidate.peer().uuid()) ? 1 : 0;
    }

    private int wantedPlace(Candidate candidate) {
        DonorImage image = candidate.image();
        if (image == null) {
            return Integer.MAX_VALUE;
        }
        List<Digest> wanted = need.wanted();
        int place = wanted.indexOf(image.manifestDigest());
        if (place >= 0) {
            return place;
        }
        boolean sameVersion = image.version() != null && image.version().equals(need.installedVersion());
        return sameVersion ? wanted.size() : wanted.size() + 1;
    }

    /**
     * How many of the offers are older than this one. Counting, instead of comparing two by two, keeps the ranking a
     * consistent order although some versions cannot be compared.
     */
    private static long outdated(Candidate candidate, List<Candidate> all) {
        return all.stream()
                .filter(other -> newer(candidate.image(), other.image()))
                .count();
    }

    private static boolean newer(@Nullable DonorImage one, @Nullable DonorImage other) {
        if (one == null || other == null) {
            return false;
        }
        if (one.securityVersion() != other.securityVersion()) {
            return one.securityVersion() > other.securityVersion();
        }
        String version = one.version();
        String otherVersion = other.version();
        return version != null
                && otherVersion != null
                && one.versionScheme() == other.versionScheme()
                && VersionOrder.compare(one.versionScheme(), version, otherVersion)
                        .isGreater();
    }

    private static boolean console(Candidate candidate) {
        Offer offer = candidate.offer();
        return offer != null && offer.roles().contains(PeerRole.CONSOLE);
    }

    private static long loadPermille(Candidate candidate) {
        Offer offer = candidate.offer();
        return offer == null || offer.slots() <= 0 ? 1000 : 1000L * offer.slotsUsed() / offer.slots();
    }

    private long spread(String uuid) {
        long hash = 1125899906842597L;
        String text = requestId + uuid;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return (hash ^ (hash >>> 29)) & Long.MAX_VALUE;
    }
}
