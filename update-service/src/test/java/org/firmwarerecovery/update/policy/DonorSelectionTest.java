package org.firmwarerecovery.update.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.version.VersionScheme;

class DonorSelectionTest {
    private static final String SOFTWARE = "X";

    private static Digest digest(int number) {
        return Digest.sha256(String.format("%064x", number));
    }

    private static DonorImage image(int manifest, String version, long securityVersion) {
        return new DonorImage(
                SOFTWARE, version, VersionScheme.of("SemVer"), securityVersion, digest(manifest), 1000, true);
    }

    private static Candidate candidate(int peer, DonorImage image, PeerRole role, int used, long millis) {
        return candidate(peer, PeerRef.Origin.TAGGED, image, role, used, millis);
    }

    private static Candidate candidate(
            int peer, PeerRef.Origin origin, DonorImage image, PeerRole role, int used, long millis) {
        String uuid = String.format("00000000-0000-4000-8000-%012d", peer);
        Offer offer = new Offer("/offers/" + peer, "nonce", image, List.of(role), used, 4, 30_000, null);
        return new Candidate(
                new PeerRef(uuid, "https://192.0.2." + peer + ":443", null, origin),
                Candidate.Phase.OFFERED,
                image,
                offer,
                millis,
                0,
                "");
    }

    private static Need need(List<Digest> wanted, boolean onlyWanted) {
        return new Need(SOFTWARE, 1 << 20, 2, wanted, onlyWanted, "1.0.0", ComponentRecord.fresh(BankId.A, 2));
    }

    private static DonorSelection selection(Preference... preferences) {
        Policy policy = ChangedPolicy.of(Policy.defaults())
                .preferences(List.of(preferences))
                .policy();
        return new DonorSelection(policy, need(List.of(digest(1)), false), "nonce");
    }

    private static List<Integer> order(DonorSelection selection, Candidate... candidates) {
        return selection.rank(List.of(candidates)).stream()
                .map(candidate -> Integer.parseInt(candidate.peer().uuid().substring(24)))
                .toList();
    }

    @Example
    void the_wanted_image_comes_first_then_the_same_version_then_the_rest() {
        DonorSelection selection = selection(Preference.SAME_VERSION);
        assertEquals(
                List.of(3, 2, 1),
                order(
                        selection,
                        candidate(1, image(9, "2.0.0", 2), PeerRole.DONOR, 0, 1),
                        candidate(2, image(8, "1.0.0", 2), PeerRole.DONOR, 0, 1),
                        candidate(3, image(1, "1.0.0", 2), PeerRole.DONOR, 0, 1)));
    }

    @Example
    void each_preference_decides_where_the_ones_before_it_do_not() {
        Candidate console = candidate(1, image(1, "1.0.0", 2), PeerRole.CONSOLE, 3, 500);
        Candidate idle = candidate(2, image(1, "1.0.0", 2), PeerRole.DONOR, 0, 500);
        Candidate near = candidate(3, image(1, "1.0.0", 2), PeerRole.DONOR, 3, 5);
        Candidate newer = candidate(4, image(5, "1.1.0", 2), PeerRole.DONOR, 3, 500);
        assertEquals(
                1,
                order(selection(Preference.CONSOLE_FIRST), console, idle, near).get(0));
        assertEquals(
                1, order(selection(Preference.PEER_FIRST), console, idle, near).get(2));
        assertEquals(
                2,
                order(selection(Preference.LEAST_LOADED), console, idle, near).get(0));
        assertEquals(
                3, order(selection(Preference.NEAREST), console, idle, near).get(0));
        assertEquals(
                4, order(selection(Preference.NEWEST_VERSION), console, newer).get(0));
        assertEquals(
                List.of(2, 3, 1),
                order(selection(Preference.PEER_FIRST, Preference.LEAST_LOADED), console, near, idle));
    }

    @Example
    void whoever_did_not_prove_to_have_the_fleet_key_is_tried_last() {
        Candidate stranger = candidate(1, PeerRef.Origin.UNTAGGED, image(1, "1.0.0", 9), PeerRole.CONSOLE, 0, 1);
        Candidate member = candidate(2, image(7, "0.1.0", 2), PeerRole.DONOR, 3, 900);
        assertEquals(List.of(2, 1), order(selection(Preference.SAME_VERSION, Preference.NEAREST), stranger, member));
    }

    @Example
    void whoever_sent_something_else_than_was_signed_is_tried_last_and_the_record_says_so() {
        DonorImage image = image(1, "1.0.0", 3);
        Candidate liar = candidate(1, image, PeerRole.CONSOLE, 0, 1);
        Candidate honest = candidate(2, PeerRef.Origin.UNTAGGED, image, PeerRole.DONOR, 3, 500);
        DonorSelection selection = new DonorSelection(
                Policy.defaults(),
                need(List.of(digest(1)), false),
                "nonce",
                new TreeSet<>(List.of(liar.peer().uuid())));
        List<Candidate> ranked = selection.rank(List.of(liar, honest));
        assertEquals(honest.peer(), ranked.get(0).peer());
        assertTrue(
                ranked.get(0).reason().contains("did not come as it was signed"),
                ranked.get(0).reason());
    }

    @Example
    void every_rank_has_its_reason() {
        List<Candidate> ranked = selection(Preference.LEAST_LOADED)
                .rank(List.of(
                        candidate(1, image(1, "1.0.0", 2), PeerRole.DONOR, 3, 1),
                        candidate(2, image(1, "1.0.0", 2), PeerRole.DONOR, 0, 1)));
        assertEquals(
                "rank 1: LeastLoaded before 00000000-0000-4000-8000-000000000001",
                ranked.get(0).reason());
        assertEquals("rank 2", ranked.get(1).reason());
    }

    @Example
    void the_hard_filters_name_what_is_wrong() {
        DonorSelection selection = selection(Preference.NEAREST);
        assertTrue(selection.refuse(image(1, "1.0.0", 2)).isEmpty());
        assertTrue(selection.refuse(image(1, "1.0.0", 1)).orElse("").startsWith("BelowFloor"));
        DonorImage foreign = new DonorImage("Y", "1", VersionScheme.of("SemVer"), 2, digest(1), 1000, true);
        assertTrue(selection.refuse(foreign).orElse("").startsWith("NotCompatible"));
        DonorImage empty = new DonorImage(SOFTWARE, "1", VersionScheme.of("SemVer"), 2, digest(1), 0, true);
        assertEquals("its size is 0", selection.refuse(empty).orElse(""));
    }

    @Example
    void quarantine_baseline_and_a_single_wanted_image_are_hard_filters() {
        Policy d = Policy.defaults();
        ComponentRecord held = ComponentRecord.fresh(BankId.A, 0).withQuarantine(new Quarantine(digest(5), "why", 1));
        Need need = new Need(SOFTWARE, 1 << 20, 0, List.of(digest(1)), true, null, held);
        DonorSelection selection = new DonorSelection(d, need, "nonce");
        assertTrue(selection.refuse(image(5, "1.0.0", 0)).orElse("").startsWith("ManifestQuarantined"));
        assertTrue(selection.refuse(image(2, "1.0.0", 0)).orElse("").startsWith("another image"));
        TreeMap<String, List<Digest>> baseline = new TreeMap<>();
        baseline.put(SOFTWARE, List.of(digest(2)));
        Policy wanted = ChangedPolicy.of(d).baseline(baseline).policy();
        String why = new DonorSelection(wanted, need, "nonce")
                .refuse(image(1, "1.0.0", 0))
                .orElse("");
        assertTrue(why.startsWith("not in the operator's baseline"), why);
    }

    @Property(tries = 300)
    void the_ranking_does_not_depend_on_the_order_in_which_offers_came(@ForAll long seed) {
        Random random = new Random(seed);
        List<Candidate> offers = new ArrayList<>();
        List<String> versions = List.of("1.0.0", "1.2.0", "2.0.0-rc.1", "nonsense");
        for (int peer = 0; peer < 2 + random.nextInt(20); peer++) {
            DonorImage image = image(1 + random.nextInt(4), versions.get(random.nextInt(4)), random.nextInt(4));
            offers.add(candidate(
                    peer,
                    random.nextInt(4) == 0 ? PeerRef.Origin.UNTAGGED : PeerRef.Origin.TAGGED,
                    image,
                    random.nextBoolean() ? PeerRole.CONSOLE : PeerRole.DONOR,
                    random.nextInt(5),
                    random.nextInt(200)));
        }
        List<Preference> preferences = new ArrayList<>(List.of(Preference.values()));
        Collections.shuffle(preferences, random);
        DonorSelection selection = selection(preferences.toArray(new Preference[0]));
        List<Candidate> ranked = selection.rank(offers);
        Collections.shuffle(offers, random);
        assertEquals(ranked, selection.rank(offers));
        assertEquals(offers.size(), ranked.size());
    }

    @Example
    void equal_donors_are_chosen_by_lot_and_the_lot_differs_between_requests() {
        List<Candidate> equal = new ArrayList<>();
        for (int peer = 0; peer < 8; peer++) {
            equal.add(candidate(peer, image(1, "1.0.0", 2), PeerRole.DONOR, 0, 1));
        }
        List<String> firsts = new ArrayList<>();
        for (int request = 0; request < 40; request++) {
            Need need = need(List.of(digest(1)), false);
            String first = new DonorSelection(Policy.defaults(), need, "request " + request)
                    .rank(equal)
                    .get(0)
                    .peer()
                    .uuid();
            if (!firsts.contains(first)) {
                firsts.add(first);
            }
        }
        assertTrue(firsts.size() >= 4, "all requests choose among " + firsts);
    }
}
