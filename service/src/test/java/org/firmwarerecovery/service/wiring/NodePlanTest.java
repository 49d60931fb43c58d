package org.firmwarerecovery.service.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.firmwarerecovery.service.config.ConfigurationLoader;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.junit.jupiter.api.Test;

/** What the machines are told of a configuration. */
class NodePlanTest {
    private static final UUID PEER = UUID.fromString("8D1C52F4-23B1-4D0E-A5C0-7F6C1B6F2A02");

    @Test
    void the_zone_of_a_peers_link_local_address_becomes_its_interface() {
        assertEquals(
                new PeerRef(PEER.toString(), "https://[fe80::b]:8443", "eth0.10", PeerRef.Origin.STATIC),
                peer("https://[fe80::b%25eth0.10]:8443"));
        assertEquals(
                new PeerRef(PEER.toString(), "https://[fe80::b]:443", "eth0", PeerRef.Origin.STATIC),
                peer("https://[fe80::b%eth0]/"));
    }

    @Test
    void other_addresses_of_peers_are_kept() {
        for (String url : List.of("https://[2001:db8::1]:8443", "https://192.0.2.1:1", "https://bmc-02.example:8443")) {
            assertEquals(new PeerRef(PEER.toString(), url, null, PeerRef.Origin.STATIC), peer(url));
        }
    }

    private static PeerRef peer(String url) {
        ConfigurationLoader.Outcome outcome = ConfigurationLoader.parse(
                "discovery: { peers: [ { url: \"" + url + "\", uuid: " + PEER + " } ] }",
                Path.of("bmc.yaml"),
                Map.of(),
                Map.of());
        ConfigurationLoader.Outcome.Accepted accepted =
                assertInstanceOf(ConfigurationLoader.Outcome.Accepted.class, outcome, outcome::toString);
        return new NodePlan(accepted.configuration(), PEER).settings().peers().get(0);
    }
}
