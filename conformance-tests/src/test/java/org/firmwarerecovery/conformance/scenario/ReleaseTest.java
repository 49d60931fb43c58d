package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.DonorRelay;
import org.firmwarerecovery.conformance.site.DonorRelay.Step;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.FirmwareVendor.Facts;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Platform;
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

/** An operator rolls releases out by the baseline; one is bad, the next one closes a hole. Told in order on one node. */
@CiOnly("tells a story on two nodes of its own")
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReleaseTest {

    private final NodeProcess node;
    private final NodeProcess donor;
    private final DonorRelay relay;
    private final Platform platform;
    private final FirmwareVendor.Release good;
    private final FirmwareVendor.Release bad;
    private final FirmwareVendor.Release secure;
    private final FirmwareVendor.Release later;

    ReleaseTest(Lab lab) throws Exception {
        good = lab.release("release-good", Facts.first(Lab.SMALL));
        bad = lab.release("release-bad", Facts.first(Lab.SMALL).version("2.0.0", 2));
        secure = lab.release("release-secure", Facts.first(Lab.SMALL).version("2.0.1", 2));
        later = lab.release("release-later", Facts.first(Lab.SMALL).version("3.0.0", 3));
        donor = lab.node("publisher").with("components", Site.component("2MiB"));
        node = lab.node("careful");
        relay = DonorRelay.open(node, donor);
        platform = Platform.in(node.folder().resolve("platform"));
        node.with("components", platform.component("2MiB", "2s", 3))
                .knowing(relay.asStaticPeer())
                .scanning("500ms");
    }

    @BeforeAll
    void the_node_runs_a_good_release() throws Exception {
        donor.launch();
        node.launch();
        install(donor, bad);
        install(node, good);
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

    @Test
    @Order(1)
    void a_release_that_never_confirms_is_installed_once_reverted_and_never_fetched_again() throws Exception {
        Operator operator = node.operator();
        long pid = node.pid();
        String before = operator.activeBank();
        String tried = before.equals("a") ? "b" : "a";
        List<String> known = operator.recoveryIds();
        platform.refuse(true);
        int calls = platform.calls().size();
        want(operator, bad);
        JsonNode reverted = operator.newRecovery(
                known, "has reverted", recovery -> keys(recovery).contains("RevertedToBank"), Pair.LIMIT);
        int manifests = relay.count(Step.MANIFEST);
        int chunks = relay.count(Step.CHUNK);
        assertTrue(chunks >= 16, "the image was fetched: " + chunks);
        assertEquals("BelowBaseline", reverted.path("Finding").asText());
        // Nothing else is wanted: the image that works becomes the content of both banks, and the node waits.
        JsonNode later = operator.newRecovery(
                known, "is held", recovery -> recovery.path("State").asText().equals("Held"), Pair.LIMIT);
        assertEquals(manifests, relay.count(Step.MANIFEST), "the manifest was fetched again: " + later);
        assertEquals(chunks, relay.count(Step.CHUNK), "the image was fetched again: " + later);
        assertEquals(before, operator.activeBank());
        assertEquals("1.0.0", operator.inventory("BMC").path("Version").asText());
        assertEquals("Good", state(operator, tried));
        assertTrue(node.bankHolds(tried, good.image()), "what works was not mirrored over the bad release");
        assertTrue(node.bankHolds(before, good.image()), "the last good bank was touched");
        assertEquals(pid, node.pid());
        List<String> hooks = platform.calls().subList(calls, platform.calls().size());
        assertEquals(1, hooks.stream().filter(called("command", tried)).count(), hooks.toString());
        assertEquals(1, hooks.stream().filter(called("command", before)).count(), hooks.toString());
        wholeStory(later);
        System.out.println("a release that never confirms: " + keys(later));
    }

    private static void wholeStory(JsonNode recovery) {
        List<String> told = keys(recovery);
        int place = -1;
        for (String key : List.of(
                "FindingRaised",
                "SearchStarted",
                "OfferAccepted",
                "TransferStarted",
                "ImageVerified",
                "BankReadBack",
                "BankActivated",
                "ProbationStarted",
                "QuarantineStarted",
                "RevertedToBank")) {
            int next = told.subList(place + 1, told.size()).indexOf(key);
            assertTrue(next >= 0, key + " is missing or out of order in " + told);
            place += 1 + next;
        }
        assertEquals(1, told.stream().filter("BankActivated"::equals).count(), told.toString());
    }

    @Test
    @Order(2)
    void after_a_security_update_the_other_bank_is_never_booted_and_becomes_a_copy_of_the_confirmed_one()
            throws Exception {
        Operator operator = node.operator();
        platform.refuse(false);
        install(donor, secure);
        String old = operator.activeBank();
        String fresh = old.equals("a") ? "b" : "a";
        // The first answer of the new image is no, and the second one is yes.
        platform.order("confirm", fresh, "exit 1\n");
        int calls = platform.calls().size();
        want(operator, secure);
        mirrored(operator, secure);
        assertEquals(fresh, operator.activeBank());
        assertEquals(2, floor(operator));
        assertEquals("2.0.1", operator.inventory("BMC").path("Version").asText());
        List<String> hooks = platform.calls().subList(calls, platform.calls().size());
        assertEquals(2, hooks.stream().filter(called("confirm", fresh)).count(), hooks.toString());
        assertEquals(0, hooks.stream().filter(called("command", old)).count(), hooks.toString());
    }

    @Test
    @Order(3)
    void a_bank_below_the_floor_that_the_operator_keeps_is_not_booted_even_when_the_active_one_is_damaged()
            throws Exception {
        Operator operator = node.operator();
        operator.patch(Operator.RECOVERY_SERVICE, "{\"Policy\":{\"Redundancy\":\"Keep\"}}");
        install(donor, later);
        String old = operator.activeBank();
        String fresh = old.equals("a") ? "b" : "a";
        want(operator, later);
        Await.that(
                Pair.LIMIT,
                () -> "the security update was not installed\n" + node.logText(),
                () -> operator.activeBank().equals(fresh)
                        && state(operator, old).equals("BelowFloor"));
        operator.newRecovery(List.of(), "is over", recovery -> isOver(recovery, "3.0.0"), Pair.LIMIT);
        assertTrue(node.bankHolds(old, secure.image()), "the operator keeps it");
        List<String> known = operator.recoveryIds();
        int calls = platform.calls().size();
        node.flipBit(fresh, 300_000);
        JsonNode healed = operator.healed(known, Pair.LIMIT);
        assertFalse(keys(healed).contains("SwitchedToBank"), "the old bank was booted: " + keys(healed));
        assertEquals("3.0.0", operator.inventory("BMC").path("Version").asText());
        boolean oldStarted = platform.calls().subList(calls, platform.calls().size()).stream()
                .anyMatch(called("command", old));
        assertTrue(
                !oldStarted || node.bankHolds(old, later.image()),
                "bank " + old + " was started with what it held below the floor: " + keys(healed));
    }

    private static boolean isOver(JsonNode recovery, String version) {
        return recovery.path("State").asText().equals("Healthy")
                && recovery.path("Timeline").toString().contains("recovered to version '" + version + "'");
    }

    private static String state(Operator operator, String bank) throws Exception {
        return operator.bankState("BMC-" + bank.toUpperCase(Locale.ROOT));
    }

    private void mirrored(Operator operator, FirmwareVendor.Release release) throws Exception {
        Await.that(
                Pair.LIMIT,
                () -> "not mirrored\n" + node.logText(),
                () -> node.bankHolds("a", release.image()) && node.bankHolds("b", release.image()));
        operator.awaitHealthy(Pair.LIMIT);
    }

    private static Predicate<String> called(String hook, String bank) {
        return (hook + " " + bank.toUpperCase(Locale.ROOT))::equals;
    }

    private static long floor(Operator operator) throws Exception {
        return operator.inventory("BMC")
                .path("Oem")
                .path("FirmwareRecovery")
                .path("SecurityVersionFloor")
                .asLong();
    }

    private static void want(Operator operator, FirmwareVendor.Release release) throws Exception {
        operator.patch(
                Operator.RECOVERY_SERVICE,
                "{\"Policy\":{\"Baseline\":[{\"SoftwareId\":\"" + Site.SOFTWARE_ID + "\",\"ManifestDigests\":[\""
                        + sha256(release.manifest()) + "\"]}]}}");
    }

    private static List<String> keys(JsonNode recovery) {
        List<String> keys = new ArrayList<>();
        for (JsonNode line : recovery.path("Timeline")) {
            String id = line.path("MessageId").asText();
            keys.add(id.substring(id.lastIndexOf('.') + 1));
        }
        return keys;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
