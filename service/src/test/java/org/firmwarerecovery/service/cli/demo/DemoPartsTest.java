package org.firmwarerecovery.service.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.firmwarerecovery.service.cli.image.ImageMatch;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.service.config.ByteSize;
import org.firmwarerecovery.service.config.ConfigurationLoader;
import org.firmwarerecovery.service.config.NodeConfiguration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything of the demo that needs no running node. */
@NullUnmarked // JUnit fills the fields.
class DemoPartsTest {
    private static final List<UUID> UUIDS = List.of(new UUID(1, 1), new UUID(2, 2), new UUID(3, 3));

    @TempDir
    Path folder;

    @Test
    void the_first_node_is_the_recipient_and_banks_hold_the_image() {
        DemoPlan plan = DemoPlan.of(Fault.MISSING, Donating.BOTH, new ByteSize((64L << 20) + 1), "lo", UUIDS);
        assertEquals(
                List.of("recipient", "donor-1", "console"),
                plan.nodes().stream().map(DemoPlan.Member::name).toList());
        assertEquals("65MiB", plan.bankSize().toString());
    }

    @Test
    void two_nodes_are_a_recipient_and_a_peer_unless_only_consoles_donate() {
        List<UUID> two = UUIDS.subList(0, 2);
        for (Donating donating : Donating.values()) {
            DemoPlan plan = DemoPlan.of(Fault.MISSING, donating, new ByteSize(1 << 20), "lo", two);
            assertEquals(donating == Donating.CONSOLE, plan.console().isPresent(), donating.label());
            assertEquals(2, plan.nodes().size());
        }
        DemoPlan peers = DemoPlan.of(Fault.MISSING, Donating.CONSOLE, new ByteSize(1 << 20), "lo", UUIDS);
        assertTrue(peers.configuration(peers.nodes().get(1)).contains("donateAfter: 24h"));
        assertTrue(peers.configuration(peers.recipient()).contains("donateAfter: 0s"));
        assertEquals("console", peers.nameOf(UUIDS.get(2).toString()));
    }

    @Test
    void a_filled_folder_gives_every_node_a_configuration_without_problem_or_note() throws IOException {
        DemoPlan plan = DemoPlan.of(Fault.OUTDATED, Donating.CONSOLE, new ByteSize(300_000), "lo", UUIDS);
        DemoFolder demo = DemoFolder.create();
        try {
            Release first = demo.fill(plan);
            for (Release release : List.of(first, demo.wanted())) {
                assertEquals(Optional.empty(), ImageMatch.difference(release.manifest(), release.image()));
            }
            assertEquals(
                    "1.0.0 1.1.0",
                    first.manifest().version() + " " + demo.wanted().manifest().version());
            for (DemoPlan.Member node : plan.nodes()) {
                ConfigurationLoader.Outcome outcome =
                        ConfigurationLoader.load(demo.configuration(node), Map.of(), Map.of());
                ConfigurationLoader.Outcome.Accepted accepted =
                        assertInstanceOf(ConfigurationLoader.Outcome.Accepted.class, outcome, outcome::toString);
                assertEquals(List.of(), accepted.notes());
                NodeConfiguration configuration = accepted.configuration();
                assertEquals(Optional.of(node.uuid()), configuration.node().uuid());
                assertEquals(node.isConsole(), configuration.images().library().isPresent());
                assertEquals(node.isConsole(), configuration.components().isEmpty());
                boolean keepsNothing = configuration.images().keep() == NodeConfiguration.Images.Keep.REQUESTED;
                assertEquals(!node.isConsole(), keepsNothing);
                assertEquals(node.roles(), configuration.node().roles());
                assertEquals(List.of(), configuration.discovery().peers(), "the nodes have to find each other");
                assertEquals(0, configuration.listen().https());
            }
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(demo.root())));
        } finally {
            demo.delete();
        }
        assertFalse(Files.exists(demo.root()));
    }

    @Test
    void a_ready_line_gives_the_address_and_nothing_else_does() {
        assertEquals(
                Optional.of(URI.create("https://127.0.0.1:41234")),
                DemoNode.address("ready https://127.0.0.1:41234 uuid=" + UUIDS.get(0)));
        assertEquals(Optional.empty(), DemoNode.address("INFO ready https://127.0.0.1:41234 uuid=x"));
    }

    @Test
    void each_fault_does_what_it_says_and_the_comparison_sees_it() throws IOException {
        byte[] image = new byte[200_000];
        Arrays.fill(image, (byte) 7);
        Path imageFile = Files.write(folder.resolve("image"), image);
        byte[] bank = Arrays.copyOf(image, 1 << 20);
        BankFiles banks = new BankFiles(folder);
        for (Fault fault : List.of(Fault.CORRUPT_BOTH, Fault.CORRUPT_ACTIVE, Fault.MISSING)) {
            Files.write(banks.file("A"), bank);
            Files.write(banks.file("B"), bank);
            assertTrue(banks.holds("A", imageFile) && banks.holds("B", imageFile));
            banks.damage(fault, "B", image.length);
            assertEquals(fault == Fault.CORRUPT_ACTIVE, banks.holds("A", imageFile), fault.label());
            assertFalse(banks.holds("B", imageFile), fault.label());
        }
        assertFalse(Files.exists(banks.file("A")) || Files.exists(banks.file("B")), "missing is the last fault");
    }

    @Test
    void one_flipped_bit_is_one_flipped_bit() throws IOException {
        BankFiles banks = new BankFiles(folder);
        Files.write(banks.file("A"), new byte[1000]);
        banks.damage(Fault.CORRUPT_ACTIVE, "A", 1000);
        int bits = 0;
        for (byte one : Files.readAllBytes(banks.file("A"))) {
            bits += Integer.bitCount(one & 0xFF);
        }
        assertEquals(1, bits);
    }

    @Test
    void steps_are_told_with_their_time() {
        StringWriter out = new StringWriter();
        new Story(new Screen(new PrintWriter(out), new PrintWriter(out), false)).step("begun");
        assertTrue(out.toString().matches("\\[ +\\d+\\.\\d s] begun\n"), out.toString());
    }

    @Test
    void curl_commands_name_files_instead_of_passwords() {
        DemoPlan plan = DemoPlan.of(Fault.MISSING, Donating.BOTH, new ByteSize(1 << 20), "lo", UUIDS);
        for (DemoPlan.Member node : plan.nodes()) {
            for (String command : DemoPlan.curlCommands("/folder", node, "https://127.0.0.1:1")) {
                assertTrue(!command.startsWith("curl ") || command.contains("--netrc-file /folder/netrc"), command);
                assertFalse(command.matches(".*(-u |--user ).*"), command);
            }
        }
    }
}
