package org.firmwarerecovery.discovery.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several machines that hear each other, in virtual time. */
class FleetDiscoveryTest {
    @Test
    void a_recipient_finds_exactly_the_donors_of_its_fleet_that_hold_the_image() {
        VirtualLan lan = new VirtualLan(1, 0);
        int recipient = lan.add(Samples.silent(100));
        for (int i = 0; i < 10; i++) {
            lan.add(Samples.silent(i).inFleet(Samples.KEY, List.of(i < 4 ? Samples.BMC : "OTHER")));
        }
        lan.add(Samples.silent(50).inFleet(Samples.OTHER_KEY, List.of(Samples.BMC)));
        lan.add(Samples.silent(51).inFleet(null, List.of(Samples.BMC)));
        search(lan, recipient, Duration.ZERO);
        lan.runUntil(5000);
        List<String> found =
                lan.trace.stream().filter(line -> line.contains("DonorFound")).toList();
        assertEquals(4, found.size(), lan.trace.toString());
        for (int i = 0; i < 4; i++) {
            String uuid = Samples.uuid(i);
            assertEquals(1, found.stream().filter(line -> line.contains(uuid)).count(), uuid);
        }
        assertTrue(lan.trace.get(lan.trace.size() - 1).contains("COMPLETED"), lan.trace.toString());
    }

    @Test
    void a_search_survives_loss_because_it_is_sent_twice() {
        int missed = 0;
        for (int seed = 0; seed < 100; seed++) {
            VirtualLan lan = new VirtualLan(seed, 10);
            int recipient = lan.add(Samples.silent(100));
            for (int i = 0; i < 3; i++) {
                lan.add(Samples.silent(i).inFleet(Samples.KEY, List.of(Samples.BMC)));
            }
            search(lan, recipient, Duration.ZERO);
            lan.runUntil(5000);
            missed += lan.trace.stream().noneMatch(line -> line.contains("DonorFound")) ? 1 : 0;
        }
        assertTrue(missed <= 2, missed + " of 100 searches found none of three donors");
    }

    @Test
    void the_same_seed_gives_the_same_run_and_another_seed_another() {
        assertEquals(busyRun(7), busyRun(7));
        assertTrue(!busyRun(7).equals(busyRun(8)));
    }

    @Test
    void hundreds_of_donors_give_at_most_the_limit_of_offers() {
        VirtualLan lan = new VirtualLan(3, 0);
        int recipient = lan.add(Samples.silent(1000));
        for (int i = 0; i < 300; i++) {
            lan.add(Samples.silent(i).inFleet(Samples.KEY, List.of(Samples.BMC)));
        }
        search(lan, recipient, Duration.ZERO);
        lan.runUntil(5000);
        long found =
                lan.trace.stream().filter(line -> line.contains("DonorFound")).count();
        assertEquals(DiscoveryLimits.DEFAULTS.offersMax(), found);
        assertEquals(2 + 300, lan.sent);
    }

    @Test
    void many_recipients_at_once_are_all_served_by_one_donor() {
        VirtualLan lan = new VirtualLan(4, 0);
        lan.add(Samples.silent(0).inFleet(Samples.KEY, List.of(Samples.BMC)));
        for (int i = 1; i <= 100; i++) {
            search(lan, lan.add(Samples.silent(i)), Duration.ofSeconds(2));
        }
        lan.runUntil(10_000);
        long found =
                lan.trace.stream().filter(line -> line.contains("DonorFound")).count();
        assertTrue(found >= 100, found + " of 100 recipients found the donor");
    }

    @Test
    void nodes_learn_of_each_other_and_of_goodbyes_by_notifications() {
        VirtualLan lan = new VirtualLan(5, 0);
        for (int i = 0; i < 5; i++) {
            lan.add(Samples.settings(i));
        }
        lan.runUntil(1000);
        assertEquals(
                5 * 4,
                lan.trace.stream().filter(line -> line.contains("PeerSeen")).count());
        lan.apply(2, new DiscoveryEvent.StopRequested());
        lan.runUntil(2000);
        assertEquals(
                4, lan.trace.stream().filter(line -> line.contains("PeerGone")).count());
        assertEquals(DiscoveryState.Phase.STOPPED, lan.node(2).state.phase());
    }

    private static List<String> busyRun(long seed) {
        VirtualLan lan = new VirtualLan(seed, 20);
        for (int i = 0; i < 12; i++) {
            int node = lan.add(Samples.settings(i).inFleet(Samples.KEY, List.of(i % 2 == 0 ? Samples.BMC : "OTHER")));
            search(lan, node, Duration.ofSeconds(2));
        }
        lan.runUntil(2_000_000);
        return lan.trace;
    }

    private static void search(VirtualLan lan, int node, Duration jitter) {
        lan.apply(node, new DiscoveryEvent.SearchRequested("search-" + node, List.of(Samples.BMC), jitter));
    }
}
