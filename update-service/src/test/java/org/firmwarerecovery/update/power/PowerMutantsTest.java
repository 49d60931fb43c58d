package org.firmwarerecovery.update.power;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.firmwarerecovery.update.sim.Mutant;
import org.firmwarerecovery.update.sim.Mutants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever gets the order of writes wrong is caught by cutting the power: the mutants of the simulator that say or forget
 * something, and programs that forget a force. Each is tried in the scenario in which it does harm.
 */
@Timeout(600)
class PowerMutantsTest {
    private static final PowerCuts.Effort EFFORT = new PowerCuts.Effort(8, 5, 0, 0);

    private final List<String> survivors = new ArrayList<>();
    private final Board board = new Board();
    private final Scenarios scenarios = new Scenarios(board);

    PowerMutantsTest() throws Exception {}

    @Test
    void every_machine_that_lies_is_caught() throws Exception {
        lies("flip-before-force", scenarios.update());
        lies("raise-floor-early", scenarios.update());
        lies("erase-without-intent", scenarios.update());
        lies("floor-too-high", scenarios.update());
        lies("boot-without-check", scenarios.recovery());
        lies("switch-without-trial", scenarios.revert());
        lies("forget-activation", scenarios.revert());
        lies("ignore-quarantine", scenarios.revert());
        lies("resume-trial-for-ever", scenarios.boardDown());
        lies("ignore-floor", scenarios.rollback());
        lies("erase-last-good-bank", scenarios.failingFlash());
        lies("skip-read-back", scenarios.update().on("worn bank", disk -> disk.wear(path -> path.endsWith("/b.img"))));
        assertEquals(List.of(), survivors);
    }

    @Test
    void every_forgotten_force_is_caught() throws Exception {
        forgets("banks/BMC/b.img", scenarios.update());
        forgets("banks/BMC/a.img", scenarios.recovery());
        forgets("banks/journal", scenarios.update());
        forgets("boot/floor.1.tmp", scenarios.update());
        forgets("boot/floor.2.tmp", scenarios.update());
        forgets("boot", scenarios.update());
        forgets("banks/BMC", scenarios.update());
        forgets("banks/BMC/b.manifest.json.tmp", scenarios.update());
        forgets("banks/BMC/b.manifest.json.p7s.tmp", scenarios.update());
        forgets("boot/manifests/BMC", scenarios.update());
        forgets("boot/manifests/BMC/b.manifest.json.tmp", scenarios.update());
        assertEquals(List.of(), survivors);
    }

    private void lies(String mutant, Scenario scenario) throws Exception {
        check(mutant, Mutants.of(mutant), scenario);
    }

    private void forgets(String path, Scenario scenario) throws Exception {
        String forgotten = PowerNode.STATE + "/" + path;
        check("forget to force " + path, Mutant.NONE, scenario.on("", disk -> disk.forgetForce(forgotten::equals)));
    }

    private void check(String name, Mutant mutant, Scenario scenario) throws Exception {
        PowerCuts cuts = new PowerCuts(board, mutant, EFFORT);
        String rule = "nobody";
        try {
            cuts.run(scenario);
            survivors.add(name);
        } catch (AssertionError broken) {
            rule = String.valueOf(broken.getMessage()).split(":", 2)[0];
        }
        System.out.printf(Locale.ROOT, "%-55s %-25s after %d starts%n", name, rule, cuts.starts);
    }
}
