package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.Enclosure;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two nodes on one cable: no IPv4, no address but a link-local one, no route, no name service; and one of them starts in 1970,
 * as a controller without a battery does. They heal each other all the same.
 */
@CiOnly("makes namespaces and a false clock")
@Needs({Needs.ROOT, "ip", "unshare", "nsenter", "mount", "curl", "faketime"})
@ExtendWith(SharedLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkLocalTest {
    private static final String CABLE = "cable0";
    private static final String LEFT = "fe80::a";
    private static final String RIGHT = "fe80::b";
    private static final String RECOVERIES = "/redfish/v1/UpdateService/Oem/FirmwareRecovery/Recoveries";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Enclosure> places = new ArrayList<>();
    private final FirmwareVendor.Release release;
    private final Site site;
    private final NodeProcess left;
    private final NodeProcess right;
    private final Map<String, String> in1970;
    private boolean leftHasTime;

    LinkLocalTest(Lab lab) throws Exception {
        site = lab.site();
        release = lab.small();
        left = node(lab, "link-left");
        right = node(lab, "link-right");
        in1970 = clockAt(site.root(), "1970-01-01 00:00:10");
    }

    private NodeProcess node(Lab lab, String name) throws Exception {
        NodeProcess node = lab.node(name)
                .with("discovery", "{ ssdp: true, interfaces: [ " + CABLE + " ] }")
                .with("components", Site.component("1MiB").replace(" } ]", ", adopt: " + release.manifest() + " } ]"));
        node.program("a", release.image(), Lab.SMALL);
        return node;
    }

    /** What makes a program see another time, while its waits take as long as ever. */
    private static Map<String, String> clockAt(Path folder, String time) throws Exception {
        String library = Program.run(folder, "faketime", "-m", "-f", "+0", "printenv", "LD_PRELOAD")
                .strip();
        // The fix is for another C library; with it the waits of a Java runtime never end.
        return Map.of(
                "LD_PRELOAD", library,
                "FAKETIME", "@" + time,
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "TZ", "UTC");
    }

    @BeforeAll
    void start() throws Exception {
        Path none = Files.writeString(site.root().resolve("no-name-servers"), "");
        for (NodeProcess node : List.of(left, right)) {
            Enclosure place = Enclosure.withNetwork(site.root());
            places.add(place);
            place.run("mount", "--bind", none.toString(), "/etc/resolv.conf");
            node.in(place);
        }
        Enclosure.join(places.get(0), LEFT, places.get(1), RIGHT, CABLE);
        // One names its scoped address, the other listens everywhere.
        left.with("listen", "{ addresses: [\"" + LEFT + "%" + CABLE + "\"], https: 8443, http: off }");
        right.with("listen", "{ addresses: [\"::\"], https: 8443, http: off }");
        left.withEnvironment(in1970).launch();
        right.launch();
        left.awaitReady();
        right.awaitReady();
    }

    @AfterAll
    void stop() throws Exception {
        try {
            left.stop();
            right.stop();
        } finally {
            for (Enclosure place : places) {
                place.close();
            }
        }
    }

    @Test
    void there_is_nothing_but_the_link() throws Exception {
        for (Enclosure place : places) {
            assertEquals("", place.run("ip", "-4", "address"));
            assertEquals("", place.run("ip", "-6", "route", "show", "default"));
            assertEquals("", place.run("cat", "/etc/resolv.conf"));
        }
        assertTrue(
                left.address().toString().contains("%25" + CABLE),
                left.address().toString());
    }

    @Test
    void a_recipient_without_time_heals_from_a_donor_with_time() throws Exception {
        leftWithTime(false);
        JsonNode recovery = heals(left, LEFT, right);
        assertTrue(recovery.toString().contains("ClockUnset"), recovery.toString());
        assertEquals(
                "https://[fe80:0:0:0:0:0:0:b]:8443",
                recovery.path("Donor").path("Address").asText());
    }

    @Test
    void a_recipient_with_time_heals_from_a_donor_without() throws Exception {
        leftWithTime(false);
        JsonNode recovery = heals(right, RIGHT, left);
        assertFalse(recovery.toString().contains("ClockUnset"), recovery.toString());
    }

    @Test
    void a_peer_in_the_configuration_may_carry_its_zone() throws Exception {
        leftWithTime(true);
        JsonNode recovery = heals(left, LEFT, right);
        assertFalse(recovery.toString().contains("ClockUnset"), recovery.toString());
    }

    /** Restarts the left node when its clock is not the wanted one; with time it knows its peer and does not search. */
    private void leftWithTime(boolean wanted) throws Exception {
        if (leftHasTime == wanted) {
            return;
        }
        left.stop();
        left.with(
                "discovery",
                wanted
                        ? "{ ssdp: false, peers: [ { url: \"https://[" + RIGHT + "%25" + CABLE + "]:8443\", uuid: "
                                + right.uuid() + " } ] }"
                        : "{ ssdp: true, interfaces: [ " + CABLE + " ] }");
        left.withEnvironment(wanted ? Map.of() : in1970).start();
        leftHasTime = wanted;
    }

    private JsonNode heals(NodeProcess node, String address, NodeProcess donor) throws Exception {
        for (NodeProcess one : List.of(left, right)) {
            // The second bank is empty at first, and filled from the other one.
            awaitRelease(one);
        }
        List<String> known = new ArrayList<>();
        Await.that(Pair.LIMIT, () -> "never at rest\n" + node.logText(), () -> {
            known.clear();
            recoveries(node, address).forEach(one -> known.add(one.path("Id").asText()));
            return recoveries(node, address).stream()
                    .allMatch(one -> one.path("State").asText().equals("Healthy"));
        });
        node.damageBothBanks();
        awaitRelease(node);
        JsonNode recovery = Await.until(
                Pair.LIMIT,
                () -> "no record of it\n" + node.logText(),
                () -> recoveries(node, address).stream()
                        .filter(one -> !known.contains(one.path("Id").asText()))
                        .filter(one -> one.path("State").asText().equals("Healthy"))
                        .findFirst());
        assertEquals(
                donor.uuid().toString(), recovery.path("Donor").path("PeerUUID").asText(), recovery.toString());
        return recovery;
    }

    private void awaitRelease(NodeProcess node) throws Exception {
        Await.that(
                Pair.LIMIT,
                () -> node.name() + " does not hold the release\n" + node.logText(),
                () -> node.bankHolds("a", release.image()) && node.bankHolds("b", release.image()));
    }

    private List<JsonNode> recoveries(NodeProcess node, String address) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        get(node, address, RECOVERIES + "?$expand=.($levels=1)").path("Members").forEach(all::add);
        return all;
    }

    /** With curl, as an operator on the same link would. */
    private JsonNode get(NodeProcess node, String address, String path) throws Exception {
        Enclosure place = places.get(node == left ? 0 : 1);
        return JSON.readTree(place.run(
                "curl",
                "--max-time",
                "20",
                "--silent",
                "--show-error",
                "--fail-with-body",
                "--globoff",
                "--insecure",
                "--user",
                Site.ADMIN + ":" + site.password(),
                "https://[" + address + "%25" + CABLE + "]:8443" + path));
    }
}
