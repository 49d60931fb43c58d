package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The first command a new user types. */
@ExtendWith(SharedLab.class)
class DemoTest {
    private static final int SMALL_MIB = 4;

    @TempDir
    Path folder;

    /** Nothing of the lab is used but its archive of classes, with which the demo and its nodes start faster. */
    DemoTest(@SuppressWarnings("unused") Lab lab) {}

    @Test
    void the_demo_heals_a_recipient_whose_banks_are_both_damaged() throws Exception {
        String told = demo(0, Site.BANK_MIB);
        assertTold(told, "made a fleet, a firmware root and an image of " + Site.BANK_MIB + "MiB");
        assertTold(told, "recipient is ready at https://127.0.0.1:");
        assertTold(told, "inventory of the recipient before the damage:");
        assertTold(told, "damage: ");
        assertTold(told, "candidates of recovery");
        assertTold(told, "rank 1: the only acceptable offer");
        assertTold(told, "was served by donor-1, role Donor: " + Site.BANK_BYTES + " bytes");
        assertTold(told, "inventory of the recipient after:");
        assertBothBanksHoldTheImage(told);
    }

    @Test
    void the_demo_switches_to_the_other_bank_when_one_bit_of_the_active_one_flips() throws Exception {
        String told = demo(0, SMALL_MIB, "--fault", "corrupt-active");
        assertTold(told, "now runs from bank");
        assertBothBanksHoldTheImage(told);
    }

    @Test
    void the_demo_brings_back_an_image_that_is_missing_altogether() throws Exception {
        String told = demo(0, SMALL_MIB, "--fault", "missing");
        assertTold(told, "because of Missing");
        assertBothBanksHoldTheImage(told);
    }

    @Test
    @CiOnly("starts three nodes")
    void the_demo_heals_from_the_console_alone() throws Exception {
        String told = demo(0, SMALL_MIB, "--nodes", "3", "--donors", "console");
        assertTold(told, "library of console: image-1.0.0.bundle is Approved");
        assertTold(told, "was served by console, role Console");
        assertFalse(told.contains("role Donor"), told);
    }

    @Test
    @CiOnly("starts three nodes")
    void the_demo_heals_from_peers_alone_while_the_console_approves_nothing() throws Exception {
        String told = demo(0, SMALL_MIB, "--nodes", "3", "--donors", "peers");
        assertTold(told, "library of console: image-1.0.0.bundle is Waiting");
        assertTold(told, "was served by donor-1, role Donor");
        assertFalse(told.contains("served by console"), told);
    }

    @Test
    @CiOnly("starts two nodes")
    void the_demo_goes_over_to_the_other_bank_when_the_active_one_fails_to_boot() throws Exception {
        String told = demo(0, SMALL_MIB, "--fault", "boot-failures");
        assertTold(told, "because of BootFailures");
        assertTold(told, "now runs from bank");
    }

    @Test
    @CiOnly("starts two nodes")
    void the_demo_brings_an_outdated_recipient_to_the_baseline_in_both_banks() throws Exception {
        String told = demo(0, SMALL_MIB, "--fault", "outdated");
        assertTold(told, "because of BelowBaseline");
        assertTold(told, "the baseline in the recipient's policy is now version 1.1.0");
        assertTold(told, "was served by donor-1, role Donor");
        assertBothBanksHoldTheImage(told);
    }

    @Test
    void without_a_donor_the_demo_ends_with_1_and_says_why() throws Exception {
        String told = demo(1, SMALL_MIB, "--nodes", "1");
        assertTold(told, "not healed, Held: ");
        assertTold(told, "6 attempts within an hour were spent");
    }

    /** Runs the demo; whatever happens in it, nothing of it may remain. */
    private String demo(int status, int mebibytes, String... options) throws Exception {
        List<String> command = new ArrayList<>(Program.productCommand("demo", "--size", mebibytes + "MiB"));
        command.add(1, "-Djava.io.tmpdir=" + folder);
        command.addAll(List.of(options));
        Program.Result result = Program.run(folder, Map.of(), command);
        assertEquals(status, result.status(), result.output());
        assertEquals(List.of(), left(), "files left behind\n" + result.output());
        assertEquals(List.of(), processes(), "processes left behind\n" + result.output());
        return result.output();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    // The virtual machine's own, of the demo and of its nodes.
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .toList();
        }
    }

    private List<String> processes() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(folder.toString()))
                .toList();
    }

    private static void assertBothBanksHoldTheImage(String told) {
        for (String bank : List.of("A", "B")) {
            assertTold(told, "the payload in bank " + bank + " equals the signed image");
        }
    }

    private static void assertTold(String told, String expected) {
        assertTrue(told.contains(expected), () -> "nothing said of \"" + expected + "\" in\n" + told);
    }
}
