package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.CallTrap;
import org.firmwarerecovery.conformance.site.DonorRelay;
import org.firmwarerecovery.conformance.site.DonorRelay.Step;
import org.firmwarerecovery.conformance.site.DonorRelay.When;
import org.firmwarerecovery.conformance.site.DonorStage;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Shares;
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

/**
 * A recipient between two donors of which one dies or falls asleep: the other one, or the same one started anew, finishes what
 * it began. A donor dies at a request that it got or answered, or at a call of its own program, never at a time; in which
 * state it was is judged by its own words just before.
 */
@CiOnly("starts donors again and again, which takes minutes")
@Needs({"strace", "setsid"})
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DonorTroubleTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int CHUNKS = 16;
    /** Chunks that can be under way when a donor dies, with those that were asked for anew in vain. */
    private static final int LOST_MAX = 4;

    private static final int HITS_MIN = 3;

    private final NodeProcess node;
    private final List<NodeProcess> donors;
    private final List<DonorRelay> relays;
    private final FirmwareVendor.Release good;
    private final long size;
    private final Map<DonorStage, Integer> hits = new EnumMap<>(DonorStage.class);

    DonorTroubleTest(Lab lab) throws Exception {
        good = lab.small();
        size = Files.size(good.image());
        node = lab.node("needy");
        donors = List.of(lab.node("first").shortLived(), lab.node("second").shortLived());
        relays = List.of(DonorRelay.open(node, donors.get(0)), DonorRelay.open(node, donors.get(1)));
        for (NodeProcess donor : donors) {
            // No scan, so that a donor reads its bank only for what it sends.
            donor.with("components", Site.component("2MiB")).with("scan", "{ interval: 1h, bandwidth: 512MiB/s }");
        }
        node.with("components", Site.component("2MiB"))
                .with("transfer", "{ connectTimeout: 2s, answerTimeout: 3s, minimumRate: 16KiB/s, rateWindow: 2s }")
                .with("negotiation", "{ queryTimeout: 4s, requestTimeout: 4s }")
                .knowing(relays.get(0).asStaticPeer(), relays.get(1).asStaticPeer())
                .scanning("300ms");
    }

    @BeforeAll
    void all_have_a_good_image() throws Exception {
        for (NodeProcess one : donors) {
            one.launch();
        }
        node.launch();
        for (NodeProcess one : donors) {
            one.awaitReady().install(good).operator().awaitHealthy(Pair.LIMIT);
        }
        node.awaitReady().operator().awaitHealthy(Pair.LIMIT);
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
    }

    @Test
    @Order(1)
    void a_donor_that_falls_asleep_is_replaced_by_the_minimum_rate_and_does_no_harm_when_it_wakes() throws Exception {
        AtomicReference<NodeProcess> asleep = new AtomicReference<>();
        JsonNode recovery = healedThough(
                When.BEFORE,
                Step.CHUNK,
                6,
                donor -> {
                    asleep.set(donor);
                    donor.signal("STOP");
                },
                false);
        NodeProcess sleeper = Objects.requireNonNull(asleep.get());
        int recoveries = node.operator().recoveryIds().size();
        sleeper.signal("CONT");
        Shares shares = Shares.of(recovery);
        System.out.println("asleep: " + shares.candidate(sleeper.uuid()).path("Reasons"));
        assertTrue(shares.tells("DonorTooSlow", sleeper.uuid()), recovery.toString());
        assertTrue(
                shares.candidate(sleeper.uuid()).path("Reasons").toString().contains("slower than the minimum rate"),
                recovery.toString());
        assertTrue(shares.of(sleeper.uuid()) >= (6 - 2) * (size / CHUNKS), shares.toString());
        assertNotEquals(sleeper.uuid().toString(), shares.last(), shares.toString());
        sleeper.operator().awaitHealthy(LIMIT);
        node.operator().awaitHealthy(LIMIT);
        assertEquals(recoveries, node.operator().recoveryIds().size(), "the sleeper woke something");
        assertTrue(node.bankHolds("a", good.image()) && node.bankHolds("b", good.image()));
    }

    /** Each state of a donor, left to die with another one to take over, and alone. */
    @ParameterizedTest
    @CsvSource({
        "OFFERED, AFTER, REQUEST, 1, false",
        "OFFERED, BEFORE, ACCEPT, 1, false",
        "OFFERED, BEFORE, ACCEPT, 1, true",
        "GRANTED, AFTER, ACCEPT, 1, false",
        "GRANTED, BEFORE, MANIFEST, 1, false",
        "GRANTED, AFTER, SIGNATURE, 1, true",
        "SERVING, DURING, CHUNK, 6, false",
        "SERVING, BEFORE, CHUNK, 12, false",
        "SERVING, BEFORE, CHUNK, 10, true",
        "SERVED, BEFORE, CLOSE, 1, false",
        "SERVED, BEFORE, CLOSE, 1, false",
        "SERVED, BEFORE, CLOSE, 1, true",
        "RELEASED, AFTER, CLOSE, 1, false",
        "RELEASED, AFTER, CLOSE, 1, false",
        "RELEASED, AFTER, CLOSE, 1, true"
    })
    @Order(2)
    void a_donor_killed_in_any_of_its_states_costs_no_verified_byte(
            DonorStage aimed, When when, Step step, int nth, boolean alone) throws Exception {
        int chunks = chunksAsked();
        relays.get(1).cut(alone);
        AtomicReference<DonorStage> stage = new AtomicReference<>();
        AtomicReference<NodeProcess> dead = new AtomicReference<>();
        Map<NodeProcess, List<String>> known = new LinkedHashMap<>();
        for (NodeProcess donor : donors) {
            known.put(donor, DonorStage.offers(donor.operator()));
        }
        long sidecars = Files.size(good.manifest()) + Files.size(good.signature());
        JsonNode recovery = healedThough(
                when,
                step,
                nth,
                donor -> {
                    stage.set(DonorStage.of(donor.operator(), known.getOrDefault(donor, List.of()), sidecars));
                    donor.signal("KILL");
                    dead.set(donor);
                },
                true);
        NodeProcess victim = Objects.requireNonNull(dead.get());
        survived(Objects.requireNonNull(stage.get()), victim, recovery, alone, chunksAsked() - chunks);
        assertEquals(aimed, stage.get(), "it was to be killed in another state");
    }

    @Test
    @Order(3)
    void a_donor_killed_by_its_own_read_of_the_bank_costs_no_verified_byte() throws Exception {
        int chunks = chunksAsked();
        AtomicReference<NodeProcess> dead = new AtomicReference<>();
        JsonNode recovery = healedThough(
                When.BEFORE,
                Step.MANIFEST,
                1,
                donor -> {
                    String bank = donor.operator().activeBank();
                    new CallTrap(donor.bank(bank), CallTrap.READ, 2).set(donor.pid(), donor.folder());
                    dead.set(donor);
                },
                true);
        survived(DonorStage.SERVING, Objects.requireNonNull(dead.get()), recovery, false, chunksAsked() - chunks);
    }

    @Test
    @Order(4)
    void every_state_of_a_donor_was_hit_three_times() {
        System.out.println("kills of the donor by state: " + hits);
        for (DonorStage stage : DonorStage.values()) {
            assertTrue(hits.getOrDefault(stage, 0) >= HITS_MIN, stage + " was hit too rarely: " + hits);
        }
    }

    private void survived(DonorStage stage, NodeProcess dead, JsonNode recovery, boolean alone, int chunks)
            throws Exception {
        hits.merge(stage, 1, Integer::sum);
        Shares shares = Shares.of(recovery);
        System.out.println("killed while " + stage + (alone ? ", alone" : "") + ": " + shares.of(dead.uuid()) + " of "
                + shares.sum() + " bytes are from the one that died, " + chunks + " chunks were asked for");
        assertEquals(size, shares.sum(), "a byte was fetched twice, or counts for nobody: " + shares);
        assertTrue(chunks <= CHUNKS + LOST_MAX, chunks + " chunks were asked for: " + shares);
        if (alone) {
            assertEquals(size, shares.of(dead.uuid()), shares.toString());
        } else if (stage.compareTo(DonorStage.SERVING) < 0) {
            assertEquals(0, shares.of(dead.uuid()), shares.toString());
            assertNotEquals(dead.uuid().toString(), shares.last(), shares.toString());
        } else if (stage == DonorStage.SERVING) {
            assertTrue(shares.of(dead.uuid()) < size, shares.toString());
            assertNotEquals(dead.uuid().toString(), shares.last(), shares.toString());
        } else {
            assertEquals(size, shares.of(dead.uuid()), shares.toString());
        }
        assertTrue(node.bankHolds("a", good.image()) && node.bankHolds("b", good.image()));
        if (alone && stage.compareTo(DonorStage.SERVED) >= 0) {
            // It had done its work before it died: now it donates again, since nobody else can.
            assertEquals(dead.uuid().toString(), Shares.of(healedAgain()).last());
        }
        relays.get(1).cut(false);
    }

    /** Something a test does to the donor that happens to be the chosen one. */
    @FunctionalInterface
    private interface Harm {
        void to(NodeProcess donor) throws Exception;
    }

    /** The record of a recovery in which one donor came to harm; one that died of it is started again at once. */
    private JsonNode healedThough(When when, Step step, int nth, Harm harm, boolean deadly) throws Exception {
        Operator operator = node.operator();
        List<String> before = operator.recoveryIds();
        List<NodeProcess> victims = new CopyOnWriteArrayList<>();
        AtomicBoolean begun = new AtomicBoolean();
        for (NodeProcess donor : donors) {
            DonorRelay relay = relays.get(donors.indexOf(donor));
            int chunks = relay.count(Step.CHUNK);
            relay.at(when, step, nth, () -> {
                // One that only stood by is told of the end as well.
                boolean served = relay.count(Step.CHUNK) - chunks >= CHUNKS;
                if ((step != Step.CLOSE || served) && begun.compareAndSet(false, true)) {
                    harm.to(donor);
                    victims.add(donor);
                }
            });
        }
        node.damageBothBanks();
        NodeProcess victim = Await.until(LIMIT, () -> "nobody came to harm: " + troubles() + node.logText(), () -> {
            assertEquals(List.of(), troubles());
            return victims.stream().findFirst();
        });
        if (deadly) {
            assertEquals(128 + 9, victim.awaitDeath(LIMIT));
            victim.launch().awaitReady();
        }
        JsonNode recovery = operator.healed(before, LIMIT);
        assertEquals(List.of(), troubles());
        relays.forEach(DonorRelay::forget);
        operator.awaitHealthy(LIMIT);
        if (deadly) {
            victim.operator().awaitHealthy(LIMIT);
        }
        return recovery;
    }

    private List<Throwable> troubles() {
        return relays.stream().flatMap(relay -> relay.troubles().stream()).toList();
    }

    private int chunksAsked() {
        return relays.stream().mapToInt(relay -> relay.count(Step.CHUNK)).sum();
    }

    private JsonNode healedAgain() throws Exception {
        Operator operator = node.operator();
        List<String> before = operator.recoveryIds();
        node.damageBothBanks();
        return operator.healed(before, LIMIT);
    }
}
