package org.firmwarerecovery.update.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The rules are worth something only if breaking them is seen: every mutant is caught, the sound machine never. */
class MutantsTest {
    private static final int NODES = 60;
    private static final int SEEDS = 40;

    @Test
    void every_mutant_is_caught() {
        List<String> survivors = new ArrayList<>();
        System.out.printf(Locale.ROOT, "%-24s %-26s %6s %14s%n", "mutant", "caught by", "seed", "virtual time");
        for (Mutant mutant : Mutants.all()) {
            if (!caught(mutant)) {
                survivors.add(mutant.name());
            }
        }
        assertTrue(Mutants.all().size() >= 10);
        assertFalse(caught(Mutant.NONE), "the sound machine was caught");
        assertEquals(List.of(), survivors);
    }

    private static boolean caught(Mutant mutant) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                Simulation.run(SimOptions.of(seed, NODES), mutant);
            } catch (BrokenRuleException broken) {
                System.out.printf(
                        Locale.ROOT,
                        "%-24s %-26s %6d %12.1f s%n",
                        mutant.name(),
                        broken.rule(),
                        seed,
                        broken.at() / 1000.0);
                if (mutant.name().equals(Mutant.NONE.name())) {
                    System.out.println(broken.getMessage());
                }
                return true;
            }
        }
        System.out.printf(Locale.ROOT, "%-24s %-26s%n", mutant.name(), "nobody");
        return false;
    }
}
