package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.DonorRelay;
import org.firmwarerecovery.conformance.site.DonorRelay.Step;
import org.firmwarerecovery.conformance.site.DonorRelay.When;
import org.firmwarerecovery.conformance.site.DonorStage;
import org.firmwarerecovery.conformance.site.FirmwareVendor;
import org.firmwarerecovery.conformance.site.HostileDonor;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.Lie;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Shares;
import org.firmwarerecovery.conformance.site.Site;
import org.firmwarerecovery.conformance.suite.WholeTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A console whose library an operator fills, approves and takes back, and a recipient that knows nobody else. */
@ExtendWith(SharedLab.class)
@CiOnly("starts two nodes of its own")
@Needs(Needs.SHARED)
class ConsoleTest {
    private static final String ENTRY = "bmc-1.1.0.bundle";

    @Test
    void a_console_gives_what_is_approved_and_nothing_else(Lab lab) throws Exception {
        FirmwareVendor.Release release = lab.small();
        NodeProcess console = lab.site().console("console", lab.vendor().root()).start();
        NodeProcess recipient = lab.node("only-a-console").with("components", Site.component("1MiB"));
        DonorRelay relay = DonorRelay.open(recipient, console);
        // It is of no use to anybody until it shows its proper certificate.
        HostileDonor spare = HostileDonor.open(lab, "spare").giving(Lie.NONE, release);
        spare.tell(Lie.NO_FLEET_CERTIFICATE);
        recipient
                .with(
                        "discovery",
                        "{ ssdp: false, consoles: [ " + relay.asStaticPeer() + " ], peers: [ " + spare.asStaticPeer()
                                + " ] }")
                .start();
        Path library = console.folder().resolve("library");
        fill(library, release.bundle());
        await(console, ENTRY, "Waiting", "not approved");
        await(console, "cut.bundle", "Broken", "bytes");
        await(console, "link.bundle", "Broken", "leaves the library");
        await(console, "odd.txt", "Broken", "no bundle");
        String link = entry(console, ENTRY).path("Image").path("@odata.id").asText();
        JsonNode image = console.operator().get(link).path("Oem").path("FirmwareRecovery");
        assertEquals("Library", image.path("StoredIn").asText());
        assertEquals(false, image.path("Approved").asBoolean(true));
        assertEquals(405, console.operator().request().delete(link).statusCode());

        Files.createFile(library.resolve(ENTRY + ".approved"));
        await(console, ENTRY, "Approved", "");
        recipient.operator().awaitHealthy(Pair.LIMIT);
        healsFromTheConsole(recipient, console, release.image());
        bothTreesAreSound(console, recipient);

        Files.delete(library.resolve(ENTRY + ".approved"));
        await(console, ENTRY, "Waiting", "not approved");
        List<String> known = recipient.operator().recoveryIds();
        recipient.damageBothBanks();
        JsonNode refused = recipient
                .operator()
                .newRecovery(
                        known,
                        "was refused by the console",
                        record -> record.path("Candidates").toString().contains("it donates no image"),
                        Pair.LIMIT);
        assertTrue(refused.path("BytesPerDonor").isEmpty(), refused.toString());
        Files.createFile(library.resolve(ENTRY + ".approved"));
        recipient.operator().awaitHealthy(Pair.LIMIT);
        assertTrue(recipient.bankHolds("a", release.image()) && recipient.bankHolds("b", release.image()));
        goesOnElsewhere(recipient, console, relay, spare, library.resolve(ENTRY + ".approved"));
        relay.close();
        spare.close();

        Files.delete(library.resolve(ENTRY));
        Await.that(Pair.LIMIT, () -> "still listed", () -> !names(console).contains(ENTRY));
        assertEquals(404, console.operator().request().get(link).statusCode());
        assertEquals(404, console.operator().request().get(link + "/image").statusCode());
        recipient.stop();
        console.stop();
    }

    private static void bothTreesAreSound(NodeProcess console, NodeProcess recipient) throws Exception {
        assertEquals(List.of(), WholeTree.offences(console.operator().client()));
        assertEquals(List.of(), WholeTree.offences(recipient.operator().client()));
        onlyTheConsoleAggregates(console, recipient);
    }

    private static void onlyTheConsoleAggregates(NodeProcess console, NodeProcess recipient) throws Exception {
        String link = "AggregationService.'@odata.id'";
        assertNull(recipient.operator().request().get("/redfish/v1").jsonPath().getString(link));
        String service =
                console.operator().request().get("/redfish/v1").jsonPath().getString(link);
        String sources = console.operator()
                .get(service)
                .path("AggregationSources")
                .path("@odata.id")
                .asText();
        assertEquals(0, console.operator().get(sources).path("Members").size(), "it was told of nobody");
        for (String uri : List.of(service, sources)) {
            assertEquals(405, console.operator().request().delete(uri).statusCode(), uri);
            assertEquals(401, console.operator().anonymous().get(uri).statusCode(), uri);
        }
    }

    private static void fill(Path library, Path bundle) throws Exception {
        byte[] bytes = Files.readAllBytes(bundle);
        Files.write(library.resolve(ENTRY), bytes);
        Files.write(library.resolve("cut.bundle"), Arrays.copyOf(bytes, bytes.length / 2));
        Files.createFile(library.resolve("cut.bundle.approved"));
        Files.createSymbolicLink(library.resolve("link.bundle"), bundle);
        Files.writeString(library.resolve("odd.txt"), "no firmware");
    }

    private static void healsFromTheConsole(NodeProcess recipient, NodeProcess console, Path image) throws Exception {
        List<String> known = recipient.operator().recoveryIds();
        recipient.damageBothBanks();
        JsonNode record = recipient.operator().healed(known, Pair.LIMIT);
        assertEquals(
                console.uuid().toString(), record.path("Donor").path("PeerUUID").asText(), record.toString());
        assertEquals("Console", record.path("Donor").path("Role").asText(), record.toString());
        recipient.operator().awaitHealthy(Pair.LIMIT);
        assertTrue(recipient.bankHolds("a", image) && recipient.bankHolds("b", image));
    }

    /** The operator takes the approval back while the bytes flow: the lease ends, and so does the trust in it. */
    private static void goesOnElsewhere(
            NodeProcess recipient, NodeProcess console, DonorRelay relay, HostileDonor spare, Path approval)
            throws Exception {
        recipient.operator().awaitHealthy(Pair.LIMIT);
        spare.tell(Lie.NONE);
        List<String> known = recipient.operator().recoveryIds();
        relay.at(When.BEFORE, Step.CHUNK, 6, () -> {
            Files.delete(approval);
            await(console, ENTRY, "Waiting", "not approved");
        });
        recipient.damageBothBanks();
        JsonNode record = recipient.operator().healed(known, Pair.LIMIT);
        assertEquals(List.of(), relay.troubles());
        Shares shares = Shares.of(record);
        System.out.println(
                "withdrawn: " + shares.of(console.uuid()) + " of " + shares.sum() + " bytes are from the console; "
                        + shares.candidate(console.uuid()).path("Reasons"));
        assertTrue(shares.of(console.uuid()) > 0 && shares.of(spare.uuid()) > 0, shares.toString());
        assertEquals(Lab.SMALL, shares.sum(), shares.toString());
        assertEquals(spare.uuid().toString(), shares.last(), shares.toString());
        assertTrue(shares.tells("DonorDropped", console.uuid()), shares.toString());
        for (String offer : DonorStage.offers(console.operator())) {
            String state = console.operator().get(offer).path("State").asText();
            assertFalse(state.equals("Accepted"), "the lease outlives the approval: " + offer);
        }
    }

    private static void await(NodeProcess console, String name, String state, String reason) throws Exception {
        Await.that(Pair.LIMIT, () -> name + " is not " + state + ": " + console.logText(), () -> {
            JsonNode entry = entry(console, name);
            return entry.path("State").asText().equals(state)
                    && entry.path("Reason").asText("").contains(reason);
        });
    }

    private static JsonNode entry(NodeProcess console, String name) throws Exception {
        JsonNode library = console.operator().get(Operator.RECOVERY_SERVICE).path("Library");
        for (JsonNode entry : library.path("Entries")) {
            if (entry.path("Name").asText().equals(name)) {
                return entry;
            }
        }
        return library.path("no such entry");
    }

    private static List<String> names(NodeProcess console) throws Exception {
        return console.operator()
                .get(Operator.RECOVERY_SERVICE)
                .path("Library")
                .path("Entries")
                .findValuesAsText("Name");
    }
}
