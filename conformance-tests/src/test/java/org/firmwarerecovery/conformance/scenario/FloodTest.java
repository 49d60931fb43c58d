package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.SsdpFlood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A node that lost its firmware searches a donor while somebody floods the network with forged answers, announcements and searches.
 * It finds the real one; what is left of the flood is a number.
 */
@CiOnly("floods two nodes for half a minute")
@ExtendWith(SharedLab.class)
class FloodTest {
    private static final int FLOOD = 10_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Strangers that one search may ask at most; README, section Security notes. */
    private static final int STRANGERS_MAX = 16;

    private static final int THREADS_MORE_MAX = 4;
    private static final long RESIDENT_MORE_KIB_MAX = 64 * 1024;

    private final Lab lab;

    FloodTest(Lab lab) {
        this.lab = lab;
    }

    @Test
    void a_recovery_finds_the_real_donor_in_a_flood_and_nothing_changes_but_counters() throws Exception {
        Pair pair = lab.pair().settle();
        NodeProcess recipient = pair.alpha();
        NodeProcess donor = pair.beta();
        List<String> known = recipient.operator().recoveryIds();
        // Stopped and started again, it knows nobody and has to search.
        recipient.stop();
        recipient.damageBothBanks();
        recipient.start();
        try (SsdpFlood flood = SsdpFlood.at(recipient.pid(), List.of(donor.uuid(), recipient.uuid()))) {
            JsonNode healed = recipient.operator().healed(known, LIMIT);
            assertEquals(
                    donor.uuid().toString(),
                    healed.path("Donor").path("PeerUUID").asText(),
                    healed.toString());
            recipient.operator().awaitHealthy(LIMIT);
            int rounds = rounds(recipient.operator(), known);
            assertTrue(
                    flood.connections() <= STRANGERS_MAX * rounds,
                    flood.connections() + " connections to forged addresses in " + rounds + " searches");
            unchanged(flood, recipient, donor);
            assertEquals(List.of(donor.uuid().toString()), peers(recipient.operator()));
            assertTrue(counter(recipient, "AnswersIgnored") > 1000, "answers");
            assertTrue(counter(recipient, "HintsIgnored") > 1000, "hints");
            for (NodeProcess node : pair.both()) {
                assertTrue(counter(node, "SearchesIgnored") > 1000, "searches at " + node.name());
            }
        }
        pair.settle();
    }

    /** Waits for another ten thousand at a time when nobody searches. */
    private static void unchanged(SsdpFlood flood, NodeProcess recipient, NodeProcess donor) throws Exception {
        await(flood, flood.answers() + FLOOD / 2);
        int connections = flood.connections();
        List<String> peers = peers(donor.operator());
        List<Long> before = List.of(
                status(recipient, "Threads"),
                status(donor, "Threads"),
                status(recipient, "VmRSS"),
                status(donor, "VmRSS"));
        await(flood, flood.answers() + FLOOD);
        assertEquals(connections, flood.connections(), "nobody searches, nobody may be asked");
        assertEquals(peers, peers(donor.operator()));
        assertTrue(status(recipient, "Threads") <= before.get(0) + THREADS_MORE_MAX, "threads of the recipient");
        assertTrue(status(donor, "Threads") <= before.get(1) + THREADS_MORE_MAX, "threads of the donor");
        assertTrue(status(recipient, "VmRSS") <= before.get(2) + RESIDENT_MORE_KIB_MAX, "memory of the recipient");
        assertTrue(status(donor, "VmRSS") <= before.get(3) + RESIDENT_MORE_KIB_MAX, "memory of the donor");
    }

    private static void await(SsdpFlood flood, int answers) throws Exception {
        Await.that(LIMIT, () -> flood.answers() + " of " + answers, () -> {
            flood.check();
            return flood.answers() >= answers;
        });
    }

    private static List<String> peers(Operator operator) throws Exception {
        List<String> uuids = new ArrayList<>();
        for (JsonNode member :
                operator.get(Operator.RECOVERY_SERVICE + "/Peers").path("Members")) {
            String uri = member.path("@odata.id").asText();
            uuids.add(uri.substring(uri.lastIndexOf('/') + 1));
        }
        return uuids;
    }

    private static int rounds(Operator operator, List<String> known) throws Exception {
        int rounds = 0;
        for (JsonNode recovery : operator.recoveries()) {
            if (!known.contains(recovery.path("Id").asText())) {
                rounds += recovery.path("Timeline").toString().split("Searching", -1).length - 1;
            }
        }
        return rounds;
    }

    private static long counter(NodeProcess node, String name) throws Exception {
        return node.operator()
                .get(Operator.RECOVERY_SERVICE)
                .path("Counters")
                .path(name)
                .asLong();
    }

    /** A number of {@code /proc/PID/status}. */
    private static long status(NodeProcess node, String name) throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/" + node.pid() + "/status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new AssertionError("no " + name);
    }
}
