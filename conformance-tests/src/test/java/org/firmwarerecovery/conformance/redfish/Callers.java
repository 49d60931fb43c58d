package org.firmwarerecovery.conformance.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.Site;
import org.firmwarerecovery.conformance.site.TlsParty;

/**
 * Everybody who may stand at the door of the first node of a pair: nobody, people of each role, peers of each certified role
 * with and without offers and leases, a peer of another fleet, and the bearer of a ticket.
 */
final class Callers implements AutoCloseable {
    static final String OFFERS = Operator.RECOVERY_SERVICE + "/Offers";
    static final String SESSIONS = "/redfish/v1/SessionService/Sessions";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NodeProcess node;
    private final Operator admin;
    private final List<Caller> all = new ArrayList<>();
    private final Map<String, String> sessions = new TreeMap<>();
    private final Visitor owner;
    private final String offer;
    private final String leasedImage;

    /**
     * Somebody and what he holds.
     *
     * @param name for the report
     * @param visitor his connection
     * @param rights privileges; {@code Peer} for a node of the fleet
     * @param account his account, or empty
     * @param offers ids of the offers made to him
     */
    record Caller(String name, Visitor visitor, List<String> rights, String account, List<String> offers) {
        boolean anonymous() {
            return rights.isEmpty();
        }
    }

    Callers(Pair pair, Site site) throws Exception {
        node = pair.alpha();
        admin = node.operator();
        owner = new Visitor(node, TlsParty.enrolled(pair.beta().identity()));
        Visitor other = peer(site, "recipient");
        offer = requestImage(owner);
        String othersOffer = requestImage(other);
        JsonNode lease = accept(owner, offer);
        leasedImage = lease.path("ImageUri").asText();
        String ticket =
                basic(lease.path("Username").asText(), lease.path("Password").asText());

        all.add(new Caller("ticket", new Visitor(node, TlsParty.person(), ticket), List.of("Ticket"), "", List.of()));
        all.add(new Caller(
                "peer: recipient and donor, owner of a lease",
                owner,
                List.of("Peer"),
                "",
                offersTo(pair.beta().uuid().toString())));
        all.add(new Caller("peer: recipient, owner of an offer", other, List.of("Peer"), "", List.of(othersOffer)));
        all.add(new Caller("peer: donor", peer(site, "donor"), List.of("Peer"), "", List.of()));
        all.add(new Caller("peer: console", peer(site, "console"), List.of("Peer"), "", List.of()));
        all.add(new Caller("nobody", new Visitor(node, TlsParty.person()), List.of(), "", List.of()));
        all.add(new Caller(
                "peer of another fleet",
                new Visitor(
                        node,
                        TlsParty.otherFleet(
                                site.root().resolve("other-fleet"), pair.beta().uuid())),
                List.of(),
                "",
                List.of()));
        for (Map.Entry<String, List<String>> role : Site.PEOPLE.entrySet()) {
            String account = role.getKey();
            String basic = basic(account, site.password());
            all.add(new Caller(account + " by Basic", person(basic), role.getValue(), account, List.of()));
            all.add(new Caller(
                    account + " by session",
                    person("X-Auth-Token: " + login(account, site.password())),
                    role.getValue(),
                    account,
                    List.of()));
        }
    }

    /** All of them; those whose lease runs out first. */
    List<Caller> all() {
        return all;
    }

    /** The peer with the lease. */
    Visitor owner() {
        return owner;
    }

    /** Id of the leased offer. */
    String offer() {
        return offer;
    }

    /** URI of the image under lease. */
    String leasedImage() {
        return leasedImage;
    }

    /** Accounts by the URI of their session. */
    Map<String, String> sessions() {
        return sessions;
    }

    @Override
    public void close() throws Exception {
        owner.ask("DELETE", OFFERS + "/" + offer, "");
        for (Caller caller : all) {
            caller.visitor().close();
        }
    }

    /** The peer is a real node, which may have been made offers before. */
    private List<String> offersTo(String peer) throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode member : admin.get(OFFERS).path("Members")) {
            String uri = member.path("@odata.id").asText();
            if (admin.get(uri).path("RecipientUUID").asText().equals(peer)) {
                ids.add(lastSegment(uri));
            }
        }
        return ids;
    }

    /** The one with this name in the report. */
    Caller named(String name) {
        return all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    private Visitor peer(Site site, String role) throws Exception {
        String name = "visitor-" + role;
        return new Visitor(node, TlsParty.enrolled(site.enrol(name, UUID.randomUUID(), role)));
    }

    private Visitor person(String credentials) throws Exception {
        return new Visitor(node, TlsParty.person(), credentials);
    }

    private String login(String account, String password) throws Exception {
        try (Visitor visitor = person("Accept-Language: en")) {
            Visitor.Seen seen = visitor.ask(
                    "POST", SESSIONS, "{\"UserName\":\"" + account + "\",\"Password\":\"" + password + "\"}");
            assertEquals(201, seen.status(), seen.text());
            sessions.put(Objects.requireNonNull(seen.headers().get("location")), account);
            return Objects.requireNonNull(seen.headers().get("x-auth-token"));
        }
    }

    static Visitor.Seen ask(Visitor peer) throws Exception {
        String nonce = UUID.randomUUID().toString().replace("-", "");
        return peer.ask(
                "POST",
                Operator.RECOVERY_SERVICE + "/Actions/FirmwareRecoveryService.RequestImage",
                "{\"RequestId\":\"" + nonce + "\",\"SoftwareId\":\"" + Site.SOFTWARE_ID + "\",\"Machine\":\""
                        + Site.MACHINE + "\",\"Reason\":\"Missing\",\"MinimumSecurityVersion\":0}");
    }

    static String requestImage(Visitor peer) throws Exception {
        Visitor.Seen seen = ask(peer);
        assertEquals(201, seen.status(), seen.text());
        return lastSegment(Objects.requireNonNull(seen.headers().get("location")));
    }

    static JsonNode accept(Visitor peer, String id) throws Exception {
        Visitor.Seen seen = peer.ask("POST", OFFERS + "/" + id + "/Actions/FirmwareOffer.Accept", "{}");
        assertEquals(200, seen.status(), seen.text());
        return JSON.readTree(seen.text());
    }

    static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String basic(String user, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
