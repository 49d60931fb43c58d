package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.site.DonorRelay;
import org.firmwarerecovery.conformance.site.DonorRelay.Step;
import org.firmwarerecovery.conformance.site.DonorRelay.When;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.FirmwareVendor.Facts;
import org.firmwarerecovery.conformance.site.HostileDonor;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.Lie;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A recipient between two donors of which one dies, falls asleep or lies: the other one finishes what it began. */
@CiOnly("starts donors again and again, which takes minutes")
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DonorTroubleTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int MIDDLE = 6;
    private static final int CHUNKS = 16;

    private final NodeProcess node;
    private final List<NodeProcess> donors;
    private final List<DonorRelay> relays;
    private final HostileDonor liar;
    private final FirmwareVendor.Release good;

    DonorTroubleTest(Lab lab) throws Exception {
        good = lab.small();
        node = lab.node("needy");
        donors = List.of(lab.node("first"), lab.node("second"));
        relays = List.of(DonorRelay.open(node, donors.get(0)), DonorRelay.open(node, donors.get(1)));
        liar = HostileDonor.open(lab, "munchausen", "console")
                .giving(Lie.NONE, good)
                .giving(
                        Lie.OLDER_MANIFEST,
                        lab.release("trouble-older", Facts.first(Lab.SMALL).version("0.9.1", 1)));
        for (NodeProcess donor : donors) {
            donor.with("components", Site.component("2MiB"));
        }
        node.with("components", Site.component("2MiB"))
                .with("transfer", "{ connectTimeout: 2s, answerTimeout: 3s, stallTimeout: 2s, chunkTimeout: 4s }")
                .with("negotiation", "{ queryTimeout: 4s, requestTimeout: 4s, donorQuarantine: 0s }")
                // The liar is a console, so it is always the first to be believed.
                .with(
                        "policy",
                        "{ donateAfter: 0s, attempts: 1000, writesPerDay: 1000, collect: 10s,"
                                + " preferences: [ ConsoleFirst ] }")
                .with("backoff", "{ initial: 200ms, max: 500ms }")
                .with("scan", "{ interval: 500ms, bandwidth: 512MiB/s }");
        knowing(relays.get(0).asStaticPeer(), relays.get(1).asStaticPeer());
    }

    private void knowing(String... peers) {
        node.with("discovery", "{ ssdp: false, peers: [ " + String.join(", ", peers) + " ] }");
    }

    @BeforeAll
    void all_have_a_good_image() throws Exception {
        List<NodeProcess> all = new ArrayList<>(donors);
        all.add(node);
        for (NodeProcess one : donors) {
            one.launch();
        }
        for (NodeProcess one : donors) {
            Operator operator = one.awaitReady().operator();
            operator.finished(operator.upload(good.bundle()), Pair.LIMIT);
        }
        node.start().operator().awaitHealthy(Pair.LIMIT);
        for (NodeProcess one : all) {
            one.operator().awaitHealthy(Pair.LIMIT);
        }
    }

    @AfterAll
    void everybody_goes_home() throws Exception {
        node.stop();
        for (NodeProcess donor : donors) {
            donor.stop();
        }
        for (DonorRelay relay : relays) {
            relay.close();
        }
        liar.close();
    }

    @Test
    @Order(1)
    void the_next_donor_goes_on_from_the_verified_bytes_of_one_that_died_in_the_middle() throws Exception {
        Survived survived = healedThough(When.BEFORE, Step.CHUNK, MIDDLE, NodeProcess::kill);
        bothServed(survived);
        survived.victim().start();
    }

    @Test
    @Order(2)
    void a_donor_that_falls_asleep_is_replaced_and_does_no_harm_when_it_wakes() throws Exception {
        Survived survived = healedThough(When.BEFORE, Step.CHUNK, MIDDLE, donor -> donor.signal("STOP"));
        int recoveries = node.operator().recoveryIds().size();
        survived.victim().signal("CONT");
        bothServed(survived);
        survived.victim().operator().awaitHealthy(LIMIT);
        node.operator().awaitHealthy(LIMIT);
        assertEquals(recoveries, node.operator().recoveryIds().size(), "the sleeper woke something");
        assertTrue(node.bankHolds("a", good.image()) && node.bankHolds("b", good.image()));
    }

    @ParameterizedTest
    @CsvSource({"BEFORE, REQUEST, 1", "AFTER, ACCEPT, 1", "DURING, MANIFEST, 1", "DURING, CHUNK, 3", "AFTER, CHUNK, 16"
    })
    @Order(3)
    void a_donor_killed_in_any_of_its_states_costs_the_recipient_nothing_and_donates_again(
            When when, Step step, int nth) throws Exception {
        Survived survived = healedThough(when, step, nth, NodeProcess::kill);
        assertEquals(Files.size(good.image()), bytes(survived.recovery()), survived.toString());
        NodeProcess killed = survived.victim();
        killed.start().operator().awaitHealthy(LIMIT);
        // Now the other one cannot be reached, so that only the one that was killed can help.
        DonorRelay spare = relays.get(1 - donors.indexOf(killed));
        spare.cut(true);
        try {
            JsonNode again = healedAgain();
            assertEquals(
                    killed.uuid().toString(),
                    again.path("Donor").path("PeerUUID").asText(),
                    again.toString());
        } finally {
            spare.cut(false);
        }
    }

    @Test
    @Order(4)
    void now_the_recipient_knows_a_liar_and_one_honest_donor() throws Exception {
        donors.get(1).stop();
        node.stop();
        knowing(liar.asStaticPeer(), relays.get(0).asStaticPeer());
        node.start().operator().awaitHealthy(LIMIT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Lie.class,
            names = {
                "OTHER_BYTES",
                "OLDER_MANIFEST",
                "LONGER_FILE",
                "SHORTER_FILE",
                "OTHER_SIZE",
                "ENDLESS_HEADERS",
                "DRIP"
            })
    @Order(5)
    void an_honest_donor_heals_what_a_liar_could_not_touch_and_is_preferred_from_then_on(Lie lie) throws Exception {
        liar.tell(lie);
        Operator operator = node.operator();
        List<String> known = operator.recoveryIds();
        node.damageBothBanks();
        List<byte[]> damaged = List.of(Files.readAllBytes(node.bank("a")), Files.readAllBytes(node.bank("b")));
        AtomicBoolean untouched = new AtomicBoolean();
        relays.get(0)
                .at(
                        When.BEFORE,
                        Step.CHUNK,
                        1,
                        () -> untouched.set(Arrays.equals(damaged.get(0), Files.readAllBytes(node.bank("a")))
                                && Arrays.equals(damaged.get(1), Files.readAllBytes(node.bank("b")))));
        JsonNode recovery = operator.healed(known, LIMIT);
        assertTrue(untouched.get(), "a bank was written before an honest byte came: " + recovery);
        servedByTheHonestOne(recovery);
        assertTrue(recovery.path("Timeline").toString().contains(lie.reason()), recovery.toString());
        JsonNode judged = candidate(recovery, liar.uuid().toString());
        assertFalse(judged.path("Reasons").isEmpty(), recovery.toString());
        System.out.println(lie + ": " + judged.path("Reasons"));

        if (lie == Lie.OTHER_BYTES) {
            JsonNode following = healedAgain();
            servedByTheHonestOne(following);
            assertEquals(
                    2, candidate(following, liar.uuid().toString()).path("Rank").asInt(), following.toString());
        }
        liar.tell(Lie.NONE);
        relays.get(0).cut(true);
        JsonNode alone = healedAgain();
        relays.get(0).cut(false);
        assertEquals(
                liar.uuid().toString(), alone.path("Donor").path("PeerUUID").asText(), alone.toString());
    }

    private JsonNode healedAgain() throws Exception {
        Operator operator = node.operator();
        operator.awaitHealthy(LIMIT);
        List<String> known = operator.recoveryIds();
        node.damageBothBanks();
        JsonNode recovery = operator.healed(known, LIMIT);
        assertTrue(node.bankHolds("a", good.image()) && node.bankHolds("b", good.image()));
        return recovery;
    }

    private void servedByTheHonestOne(JsonNode recovery) throws Exception {
        assertEquals(
                donors.get(0).uuid().toString(),
                recovery.path("Donor").path("PeerUUID").asText(),
                recovery.toString());
        assertEquals(Files.size(good.image()), bytes(recovery), recovery.toString());
    }

    /** Something a test does to the donor that happens to be the chosen one. */
    @FunctionalInterface
    private interface Harm {
        void to(NodeProcess donor) throws Exception;
    }

    /** A recovery with the donor that came to harm in it. */
    private record Survived(JsonNode recovery, NodeProcess victim) {}

    private Survived healedThough(When when, Step step, int nth, Harm harm) throws Exception {
        Operator operator = node.operator();
        List<String> known = operator.recoveryIds();
        List<NodeProcess> victims = new CopyOnWriteArrayList<>();
        AtomicBoolean done = new AtomicBoolean();
        for (NodeProcess donor : donors) {
            relays.get(donors.indexOf(donor)).at(when, step, nth, () -> {
                if (done.compareAndSet(false, true)) {
                    victims.add(donor);
                    harm.to(donor);
                }
            });
        }
        node.damageBothBanks();
        JsonNode recovery = operator.healed(known, LIMIT);
        for (DonorRelay relay : relays) {
            assertEquals(List.of(), relay.troubles());
            relay.forget();
        }
        assertEquals(1, victims.size(), "nobody came to harm: " + recovery);
        assertTrue(node.bankHolds("a", good.image()) && node.bankHolds("b", good.image()));
        return new Survived(recovery, victims.get(0));
    }

    /** Verified bytes of both donors make up the image, each byte once. */
    private void bothServed(Survived survived) throws Exception {
        JsonNode recovery = survived.recovery();
        String victim = survived.victim().uuid().toString();
        System.out.println("bytes per donor: " + recovery.path("BytesPerDonor") + "; the first one left because of "
                + candidate(recovery, victim).path("Reasons"));
        TreeMap<String, Long> bytes = new TreeMap<>();
        for (JsonNode donor : recovery.path("BytesPerDonor")) {
            bytes.put(donor.path("PeerUUID").asText(), donor.path("Bytes").asLong());
        }
        assertEquals(2, bytes.size(), recovery.toString());
        assertTrue(bytes.getOrDefault(victim, 0L) >= (MIDDLE - 2) * (Files.size(good.image()) / CHUNKS));
        assertEquals(Files.size(good.image()), bytes(recovery), recovery.toString());
        assertFalse(victim.equals(recovery.path("Donor").path("PeerUUID").asText()), recovery.toString());
    }

    private static long bytes(JsonNode recovery) {
        long sum = 0;
        for (JsonNode donor : recovery.path("BytesPerDonor")) {
            sum += donor.path("Bytes").asLong();
        }
        return sum;
    }

    private static JsonNode candidate(JsonNode recovery, String uuid) {
        for (JsonNode candidate : recovery.path("Candidates")) {
            if (candidate.path("PeerUUID").asText().equals(uuid)) {
                return candidate;
            }
        }
        throw new AssertionError("no candidate " + uuid + " in " + recovery);
    }
}
