package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
import org.junit.jupiter.params.provider.EnumSource;

/** A recipient that knows a liar, whom the policy prefers, and an honest donor: the honest one heals it. */
@CiOnly("starts two nodes of its own")
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LyingDonorTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final NodeProcess node;
    private final NodeProcess honest;
    private final DonorRelay relay;
    private final HostileDonor liar;
    private final FirmwareVendor.Release good;

    LyingDonorTest(Lab lab) throws Exception {
        good = lab.small();
        node = lab.node("credulous");
        honest = lab.node("honest").with("components", Site.component("2MiB"));
        relay = DonorRelay.open(node, honest);
        liar = HostileDonor.open(lab, "munchausen", "console")
                .giving(Lie.NONE, good)
                .giving(
                        Lie.OLDER_MANIFEST,
                        lab.release("trouble-older", Facts.first(Lab.SMALL).version("0.9.1", 1)));
        node.with("components", Site.component("2MiB"))
                .knowing(liar.asStaticPeer(), relay.asStaticPeer())
                .with("transfer", "{ connectTimeout: 2s, answerTimeout: 3s, minimumRate: 16KiB/s, rateWindow: 2s }")
                // The liar is a console, so it is always the first to be believed.
                .with(
                        "policy",
                        "{ donateAfter: 0s, attempts: 1000, writesPerDay: 1000, collect: 10s,"
                                + " preferences: [ ConsoleFirst ] }")
                .scanning("300ms");
        barring("1h");
    }

    private void barring(String time) {
        node.with("negotiation", "{ queryTimeout: 4s, requestTimeout: 4s, donorQuarantine: " + time + " }");
    }

    @BeforeAll
    void the_honest_one_has_a_good_image() throws Exception {
        honest.launch();
        node.launch();
        honest.awaitReady().install(good);
        node.awaitReady().operator().awaitHealthy(LIMIT);
    }

    @AfterAll
    void everybody_goes_home() throws Exception {
        node.stop();
        honest.stop();
        relay.close();
        liar.close();
    }

    @Test
    @Order(1)
    void a_liar_that_sent_flipped_bytes_is_not_asked_again_before_its_quarantine_is_over() throws Exception {
        liar.tell(Lie.OTHER_BYTES);
        JsonNode lied = healedAgain();
        servedByTheHonestOne(lied);
        assertTrue(liar.requests() > 0, "the policy prefers it, so it was asked: " + lied);
        assertTrue(Shares.of(lied).tells("DonorBarred", liar.uuid()), lied.toString());

        // Now it would be honest, and it is still the best by the policy.
        liar.tell(Lie.NONE);
        isNotAsked();
        node.stop();
        node.start();
        isNotAsked();

        // The same records, read with a quarantine that is over.
        node.stop();
        barring("0s");
        node.start();
        JsonNode later = healedAgain();
        assertTrue(liar.requests() > 0, "the quarantine is over: " + later);
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
    @Order(2)
    void an_honest_donor_heals_what_a_liar_could_not_touch_and_is_preferred_from_then_on(Lie lie) throws Exception {
        liar.tell(lie);
        Operator operator = node.operator();
        List<String> known = operator.recoveryIds();
        node.damageBothBanks();
        List<byte[]> damaged = List.of(Files.readAllBytes(node.bank("a")), Files.readAllBytes(node.bank("b")));
        AtomicBoolean untouched = new AtomicBoolean();
        relay.at(
                When.BEFORE,
                Step.CHUNK,
                1,
                () -> untouched.set(Arrays.equals(damaged.get(0), Files.readAllBytes(node.bank("a")))
                        && Arrays.equals(damaged.get(1), Files.readAllBytes(node.bank("b")))));
        JsonNode recovery = operator.healed(known, LIMIT);
        assertTrue(untouched.get(), "a bank was written before an honest byte came: " + recovery);
        servedByTheHonestOne(recovery);
        assertTrue(recovery.path("Timeline").toString().contains(lie.reason()), recovery.toString());
        JsonNode judged = Shares.of(recovery).candidate(liar.uuid());
        assertFalse(judged.path("Reasons").isEmpty(), recovery.toString());
        System.out.println(lie + ": " + judged.path("Reasons"));

        if (lie == Lie.OTHER_BYTES) {
            JsonNode following = healedAgain();
            servedByTheHonestOne(following);
            assertEquals(
                    2, Shares.of(following).candidate(liar.uuid()).path("Rank").asInt(), following.toString());
        }
        liar.tell(Lie.NONE);
        relay.cut(true);
        JsonNode alone = healedAgain();
        relay.cut(false);
        assertEquals(liar.uuid().toString(), Shares.of(alone).last(), alone.toString());
    }

    private void isNotAsked() throws Exception {
        JsonNode recovery = healedAgain();
        servedByTheHonestOne(recovery);
        assertEquals(0, liar.requests(), recovery.toString());
        String why = Shares.of(recovery).candidate(liar.uuid()).path("Reasons").toString();
        System.out.println("in quarantine: " + why);
        assertTrue(why.contains("in quarantine: "), recovery.toString());
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
        Shares shares = Shares.of(recovery);
        assertEquals(honest.uuid().toString(), shares.last(), shares.toString());
        assertEquals(Files.size(good.image()), shares.sum(), shares.toString());
    }
}
