package org.firmwarerecovery.update.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Whole fleets in virtual time. {@code -Dsim.seed=N} runs one seed, {@code -Dsim.seeds=N} another number of them,
 * {@code -Dsim.nodes=N} another fleet.
 */
class SimulationTest {
    private static final int NODES = Integer.getInteger("sim.nodes", 200);
    private static final int SEEDS = Integer.getInteger("sim.seeds", 100);

    @Test
    void no_seed_breaks_a_rule_and_every_curable_node_is_healed() {
        Long only = Long.getLong("sim.seed");
        Mutant mutant = Mutants.of(System.getProperty("sim.mutant", "none"));
        List<Simulation.Result> results = new ArrayList<>();
        long before = cpuMillis();
        long first = only == null ? 1 : only;
        for (long seed = first; seed < (only == null ? SEEDS + 1 : only + 1); seed++) {
            results.add(Simulation.run(SimOptions.of(seed, NODES), mutant));
        }
        print(results, cpuMillis() - before);
        assertTrue(results.stream().allMatch(result -> !result.recoveries().isEmpty()));
    }

    @Test
    void the_same_seed_is_the_same_history_and_another_seed_is_another() {
        Simulation.Result one = Simulation.run(SimOptions.of(7, 40), Mutant.NONE);
        Simulation.Result same = Simulation.run(SimOptions.of(7, 40), Mutant.NONE);
        Simulation.Result other = Simulation.run(SimOptions.of(8, 40), Mutant.NONE);
        assertEquals(one, same);
        assertNotEquals(one.hash(), other.hash());
    }

    private static long cpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
    }

    private static void print(List<Simulation.Result> results, long cpuMillis) {
        long events = results.stream().mapToLong(Simulation.Result::events).sum();
        long datagrams =
                results.stream().mapToLong(Simulation.Result::datagrams).sum();
        long virtual =
                results.stream().mapToLong(Simulation.Result::virtualMillis).sum();
        int unhealed = results.stream().mapToInt(Simulation.Result::unhealed).sum();
        List<Long> times = new ArrayList<>();
        results.forEach(result -> times.addAll(result.recoveries()));
        Collections.sort(times);
        System.out.printf(
                Locale.ROOT,
                "simulation: %d seeds x %d nodes, %d events and %d datagrams in %.1f CPU s (%.0f/s), %.1f h of virtual time,"
                        + " %d without an eligible donor left ill%n",
                results.size(),
                NODES,
                events,
                datagrams,
                cpuMillis / 1000.0,
                1000.0 * (events + datagrams) / Math.max(1, cpuMillis),
                virtual / 3_600_000.0,
                unhealed);
        System.out.printf(
                Locale.ROOT,
                "virtual recovery times: %d recoveries, median %.1f s, 90 %% %.1f s, 99 %% %.1f s, longest %.1f s%n",
                times.size(),
                at(times, 0.5),
                at(times, 0.9),
                at(times, 0.99),
                at(times, 1));
    }

    private static double at(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())) / 1000.0;
    }
}
