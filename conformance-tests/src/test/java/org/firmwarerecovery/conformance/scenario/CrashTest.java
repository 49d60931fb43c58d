package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.CallTrap;
import org.firmwarerecovery.conformance.site.DonorRelay;
import org.firmwarerecovery.conformance.site.DonorRelay.Step;
import org.firmwarerecovery.conformance.site.DonorRelay.When;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.FirmwareVendor.Facts;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Platform;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.Remains;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A recipient loses its power in every phase of a recovery. Each life ends at a call of its own program on one file, at a
 * hook, or at a request, never at a time; the next life goes on with what it finds, until it is killed one phase further. The
 * phase that a kill hit is judged by what the dead node left: its journal, its log and the calls of its hooks.
 */
@CiOnly("loses power some thirty times, which takes minutes")
@Needs({"strace", "setsid"})
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashTest {
    private static final int HITS_MIN = 3;
    private static final Duration DEATH_LIMIT = Duration.ofMinutes(1);
    private static final Pattern NOTE = Pattern.compile("BMC \\S+: (\\w+) ");

    private final NodeProcess node;
    private final NodeProcess donor;
    private final DonorRelay relay;
    private final Platform platform;
    private final FirmwareVendor.Release old;
    private final FirmwareVendor.Release next;
    private final Path template;
    private final Map<Phase, Integer> hits = new EnumMap<>(Phase.class);
    private String active = "";
    private String other = "";
    private final Set<FirmwareVendor.Release> confirmed = new LinkedHashSet<>();
    private boolean stood;
    private boolean condemned;

    /** Where a kill can hit. */
    private enum Phase {
        SEARCHING,
        TRANSFERRING,
        VERIFYING,
        WRITING,
        BEFORE_FLIP,
        AFTER_FLIP,
        ACTIVATING,
        PROBATION,
        REVERT
    }

    CrashTest(Lab lab) throws Exception {
        old = lab.release("crash-old", Facts.first(Lab.SMALL));
        next = lab.release("crash-next", Facts.first(Lab.SMALL).version("2.0.0", 1));
        donor = lab.node("steady").with("components", Site.component("2MiB"));
        node = lab.node("phoenix").shortLived();
        platform = Platform.in(node.folder().resolve("platform"));
        relay = DonorRelay.open(node, donor);
        template = node.folder().resolve("template");
        node.with("components", platform.component("2MiB", "5s", 100))
                .knowing(relay.asStaticPeer())
                .scanning("1s");
        wanting(old);
    }

    private void wanting(FirmwareVendor.Release release) throws Exception {
        node.with(
                "policy",
                "{ donateAfter: 0s, attempts: 1000, writesPerDay: 1000, baseline: { " + Site.SOFTWARE_ID + ": [ "
                        + sha256(release.manifest()) + " ] } }");
    }

    @BeforeAll
    void the_donor_has_the_next_release_and_the_recipient_the_old_one() throws Exception {
        donor.launch();
        node.launch();
        install(donor, next);
        install(node, old);
        node.stop();
        active = Remains.of(node).active();
        other = active.equals("a") ? "b" : "a";
        Program.run(node.folder(), "mv", node.state().toString(), template.toString());
    }

    private static void install(NodeProcess at, FirmwareVendor.Release release) throws Exception {
        at.awaitReady().install(release).operator().awaitHealthy(Pair.LIMIT);
    }

    @AfterAll
    void everybody_goes_home() throws Exception {
        node.stop();
        donor.stop();
        relay.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Order(1)
    void a_node_killed_in_every_phase_of_an_update_that_fails_in_the_end_runs_the_old_release(int variant)
            throws Exception {
        reborn();
        for (Phase phase : Phase.values()) {
            killedIn(phase, variant);
        }
        // The operator takes the release back; what is left of it goes.
        wanting(old);
        Operator operator = lastLife();
        assertEquals("1.0.0", operator.inventory("BMC").path("Version").asText());
        assertTrue(node.bankHolds("a", old.image()) && node.bankHolds("b", old.image()));
    }

    @Test
    @Order(2)
    void a_node_whose_banks_were_both_bad_is_killed_on_its_way_and_runs_the_new_release() throws Exception {
        reborn();
        node.damageBothBanks();
        stood = false;
        for (Phase phase : List.of(Phase.TRANSFERRING, Phase.WRITING, Phase.AFTER_FLIP, Phase.PROBATION)) {
            killedIn(phase, 2);
        }
        int proofs = platform.proven().size();
        Operator operator = lastLife();
        assertEquals("2.0.0", operator.inventory("BMC").path("Version").asText());
        assertTrue(node.bankHolds("a", next.image()) && node.bankHolds("b", next.image()));
        node.stop();
        bootable(
                Remains.of(node),
                platform.proven().subList(proofs, platform.proven().size()));
        assertTrue(stood && confirmed.contains(next), "it runs, but nobody confirmed it");
    }

    @Test
    @Order(3)
    void a_journal_lost_while_the_banks_differ_leaves_the_choice_to_the_operator() throws Exception {
        reborn();
        killedIn(Phase.BEFORE_FLIP, 0);
        Remains.loseJournal(node);
        int calls = platform.calls().size();
        platform.order("confirm", other, "cp '" + node.bank(active) + "' kept\n");
        Operator operator = node.start().operator();
        JsonNode held = operator.newRecovery(
                List.of(),
                "is held",
                recovery -> recovery.path("State").asText().equals("Held")
                        && recovery.toString().contains("the journal was lost and the banks"),
                Pair.LIMIT);
        assertTrue(node.bankHolds(active, old.image()) && node.bankHolds(other, next.image()), held.toString());
        assertEquals(calls, platform.calls().size(), "nothing is started: " + held);
        int answered = operator.post(
                        Operator.RECOVERY_SERVICE + "/Actions/FirmwareRecoveryService.StartRecovery",
                        "{\"Component\":\"BMC\"}")
                .statusCode();
        assertEquals(2, answered / 100);
        operator.awaitHealthy(Pair.LIMIT);
        assertEquals("2.0.0", operator.inventory("BMC").path("Version").asText(), "the newest one is taken");
        assertTrue(node.bankHolds(other, next.image()), "it runs from its own bank");
        // What the other bank held when the chosen image was asked to prove itself.
        Path kept = node.folder().resolve("platform/kept");
        assertEquals(Files.size(old.image()), Files.mismatch(kept, old.image()), "it was overwritten too early");
    }

    @Test
    @Order(4)
    void every_phase_was_hit_three_times() {
        System.out.println("kills of the recipient by phase: " + hits);
        List<Phase> rare = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            if (hits.getOrDefault(phase, 0) < HITS_MIN) {
                rare.add(phase);
            }
        }
        assertEquals(List.of(), rare, "hit less than " + HITS_MIN + " times; all hits: " + hits);
    }

    private void reborn() throws Exception {
        node.stop();
        Program.run(node.folder(), "rm", "-rf", node.state().toString());
        Program.run(node.folder(), "cp", "-a", template.toString(), node.state().toString());
        platform.refuse(false);
        relay.forget();
        confirmed.clear();
        confirmed.add(old);
        stood = true;
        condemned = false;
        wanting(next);
    }

    private Operator lastLife() throws Exception {
        Operator operator = node.start().operator();
        operator.awaitHealthy(Pair.LIMIT);
        return operator;
    }

    /** One life, with its end prepared. */
    private void killedIn(Phase phase, int variant) throws Exception {
        node.stop();
        long log = Files.size(node.log());
        int calls = platform.calls().size();
        int proofs = platform.proven().size();
        // Only an image that is refused uses this time up; a trap is set within it.
        String confirmWithin = phase != Phase.REVERT ? "10s" : variant == 2 ? "500ms" : "2500ms";
        node.with("components", platform.component("2MiB", confirmWithin, 100));
        prepare(phase, variant);
        int status = node.launch().awaitDeath(DEATH_LIMIT);
        assertEquals(128 + 9, status, "it was to be killed in " + phase + "\n" + node.logText());
        assertEquals(List.of(), relay.troubles());
        relay.forget();
        String life = node.logText().substring(Math.toIntExact(log));
        Remains remains = Remains.of(node);
        Phase hit = judge(
                remains, life, platform.calls().subList(calls, platform.calls().size()));
        hits.merge(hit, 1, Integer::sum);
        System.out.println("aimed at " + phase + ", variant " + variant + ": hit " + hit + "; " + remains);
        condemned = remains.quarantines(sha256(next.manifest()));
        bootable(remains, platform.proven().subList(proofs, platform.proven().size()));
    }

    private void prepare(Phase phase, int variant) throws Exception {
        Path journal = node.state().resolve("banks/journal");
        Path staged = node.state().resolve("images/staging/" + sha256(next.image()));
        DonorRelay.Act kill = () -> node.signal("KILL");
        switch (phase) {
            case SEARCHING -> {
                List<Step> asked = List.of(Step.QUERY, Step.QUERY, Step.REQUEST);
                relay.at(variant == 1 ? When.DURING : When.BEFORE, asked.get(variant), 1, kill);
            }
            case TRANSFERRING -> {
                if (variant == 1) {
                    CallTrap trap = CallTrap.write(staged.resolve("image"), 1);
                    relay.at(When.BEFORE, Step.CHUNK, 4, () -> trap.set(node.pid(), node.folder()));
                } else {
                    relay.at(When.BEFORE, Step.CHUNK, variant == 0 ? 1 : 9, kill);
                }
            }
            case VERIFYING -> {
                CallTrap trap = CallTrap.force(staged.resolve(variant == 1 ? "chunks" : "image"), 1);
                relay.at(When.BEFORE, Step.CHUNK, 1, () -> trap.set(node.pid(), node.folder()));
            }
            case WRITING -> {
                Path bank = node.bank(other);
                CallTrap trap = variant == 2 ? CallTrap.force(bank, 1) : CallTrap.write(bank, 1 + 7 * variant);
                relay.at(When.BEFORE, Step.SIGNATURE, 1, () -> trap.set(node.pid(), node.folder()));
            }
            case BEFORE_FLIP -> {
                String trap = CallTrap.write(journal, variant).shell();
                platform.order("prepare", other, variant == 0 ? Platform.KILL : trap);
            }
            case AFTER_FLIP ->
                platform.order("prepare", other, CallTrap.force(journal, 1).shell());
            case ACTIVATING -> platform.order("command", other, Platform.KILL);
            case PROBATION -> {
                String trap = CallTrap.write(journal, 1).shell();
                platform.order("confirm", other, variant == 1 ? trap : Platform.KILL);
            }
            case REVERT -> {
                platform.refuse(true);
                if (variant == 2) {
                    platform.order("command", active, Platform.KILL);
                } else {
                    platform.order(
                            "confirm",
                            other,
                            CallTrap.force(journal, 1 + variant).shell());
                }
            }
        }
    }

    /** The phase in which the node died, by what it left. */
    private Phase judge(Remains remains, String life, List<String> calls) throws Exception {
        if (!condemned && remains.quarantines(sha256(next.manifest()))) {
            // Found bad in this very life, and not yet back: either still at the flip, or the old image is not started
            // yet.
            boolean before = remains.onTrial() && remains.revertTo().equals(active);
            boolean after = !remains.onTrial()
                    && remains.active().equals(active)
                    && remains.goingBackTo().equals(active);
            if (before || (after && life.contains("QuarantineStarted"))) {
                return Phase.REVERT;
            }
            throw new AssertionError("condemned, but not on its way back: " + remains + "\n" + life);
        }
        if (remains.onTrial()) {
            boolean probation = last(life).equals("ProbationStarted");
            boolean activating = calls.stream().anyMatch(call -> call.startsWith("command"));
            return probation ? Phase.PROBATION : activating ? Phase.ACTIVATING : Phase.AFTER_FLIP;
        }
        if (remains.writing()) {
            return Phase.WRITING;
        }
        assertEquals(active, remains.active(), "it flipped to an image that is not on trial: " + remains);
        return switch (last(life)) {
            case "SearchStarted" -> Phase.SEARCHING;
            case "TransferStarted" -> Phase.TRANSFERRING;
            case "TransferCompleted" -> Phase.VERIFYING;
            case "BankReadBack" -> Phase.BEFORE_FLIP;
            default -> throw new AssertionError("killed nowhere in particular: " + remains + "\n" + life);
        };
    }

    private static String last(String life) {
        Matcher note = NOTE.matcher(life);
        String key = "";
        while (note.find()) {
            key = note.group(1);
        }
        return key;
    }

    /**
     * At no moment without a bootable good bank once there was one. Good is an image that has run and proved itself: the old
     * release, and the next one only from the moment on at which the platform said so and the journal remembers it.
     */
    private void bootable(Remains remains, List<String> proofs) throws Exception {
        boolean nextRuns = !remains.onTrial() && remains.whole(remains.active(), List.of(next));
        if (nextRuns) {
            assertTrue(remains.provenByJournal(remains.active()), "it runs unproven: " + remains);
            String bank = remains.active().toUpperCase(Locale.ROOT);
            assertTrue(confirmed.contains(next) || proofs.contains(bank), "nobody confirmed it: " + remains);
            confirmed.add(next);
        }
        // What boots if the power comes back now and the image on trial never says a word.
        String fallback = remains.onTrial() ? remains.revertTo() : remains.active();
        boolean stands = remains.whole(fallback, List.copyOf(confirmed)) && remains.provenByJournal(fallback);
        assertTrue(stands || !stood, "no image that ever worked is left to boot: " + remains);
        assertTrue(
                !remains.onTrial() || remains.whole(remains.active(), List.of(next)),
                "the flip went to a bank that is not whole: " + remains);
        stood |= stands;
        assertTrue(remains.floor() <= 1, "nothing of a higher security version was ever confirmed: " + remains);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
