package org.firmwarerecovery.update.power;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.firmwarerecovery.update.sim.Mutant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The power is cut at every operation of the commit protocol, in every scenario, and once more while the node recovers from
 * that. Whatever is left, the board boots a verified bank (or is as empty as before), and the next start continues or reverts.
 * {@link SurvivalRules} says what is checked. With {@code -Plong} far more of what may be left is tried.
 */
@Timeout(1800)
class PowerCutTest {
    private static final boolean LONG = Boolean.getBoolean("long");
    private static final PowerCuts.Effort EFFORT =
            LONG ? new PowerCuts.Effort(256, 48, 40, 2) : new PowerCuts.Effort(6, 3, 100, 1);

    @Test
    void whenever_the_power_goes_the_board_boots_and_the_node_goes_on() throws Exception {
        Board board = new Board();
        Map<String, Integer> phases = new LinkedHashMap<>();
        long starts = 0;
        long startsAgain = 0;
        for (Scenario scenario : new Scenarios(board).all()) {
            PowerCuts cuts = new PowerCuts(board, Mutant.NONE, EFFORT);
            cuts.run(scenario);
            System.out.printf(
                    Locale.ROOT,
                    "power cut: %-22s %4d cut points, %6d starts, %6d after a second cut %s%n",
                    scenario.name(),
                    cuts.phases.values().stream().mapToInt(Integer::intValue).sum(),
                    cuts.starts,
                    cuts.startsAgain,
                    cuts.phases);
            cuts.phases.forEach((phase, count) -> phases.merge(phase, count, Integer::sum));
            starts += cuts.starts;
            startsAgain += cuts.startsAgain;
        }
        int points = phases.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                Locale.ROOT,
                "power cut: %d cut points (banks of %d bytes, torn at blocks of %d bytes), %d starts, %d after a second cut,"
                        + " by phase %s%n",
                points,
                Board.BANK_BYTES,
                Sectors.BYTES,
                starts,
                startsAgain,
                phases);
        assertTrue(points > 700, () -> "only " + points + " cut points");
        for (String phase : new String[] {
            "START",
            "NEGOTIATING",
            "TRANSFERRING",
            "VERIFYING",
            "WRITING",
            "BEFORE_FLIP",
            "FLIP",
            "AFTER_FLIP",
            "REVERTING",
            "FLIP_BACK",
            "MIRRORING"
        }) {
            assertTrue(phases.containsKey(phase), phase);
        }
    }
}
