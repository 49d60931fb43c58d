package org.firmwarerecovery.update.power;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.firmwarerecovery.update.sim.Mutant;
import org.firmwarerecovery.update.sim.SimMemory;

/** Cuts the power at every operation of a scenario, and again at operations of the start that follows. */
final class PowerCuts {
    /**
     * How much is tried.
     *
     * @param all most states of the disk after a cut of which every one is tried
     * @param some how many are tried where there are more
     * @param againEvery of so many cut points of the second life one is cut as well; 0 for none
     * @param againSome how many states of the disk after the second cut
     */
    record Effort(int all, int some, int againEvery, int againSome) {}

    /** How many operations on the disk the records of Tasks are behind. */
    private static final int MEMORY_LAG = 8;
    /** Starts after which an image that takes the board down must have been given up. */
    private static final int LIVES_MAX = 10;

    private final Board board;
    private final Mutant mutant;
    private final Effort effort;
    /** Cut points by phase. */
    final Map<String, Integer> phases = new LinkedHashMap<>();

    long starts;
    long startsAgain;

    PowerCuts(Board board, Mutant mutant, Effort effort) {
        this.board = board;
        this.mutant = mutant;
        this.effort = effort;
    }

    /** @throws AssertionError that tells where a rule was broken */
    void run(Scenario scenario) throws Exception {
        FaultyDisk disk = scenario.disk().copy();
        scenario.fault().accept(disk);
        PowerNode first =
                new PowerNode(board, disk, scenario.memory(), scenario.truth().copy(), mutant, number -> true);
        live(scenario.name(), first, scenario.script(), number -> false);
        for (CutPoint cut : first.cuts()) {
            phases.merge(cut.phase(), 1, Integer::sum);
            List<int[]> all = Survivors.of(cut.disk().risks(), effort.all(), effort.some(), cut.number());
            for (int i = 0; i < all.size(); i++) {
                int shift = cut.number() + i;
                // What Tasks and recoveries say is written down later than what banks and journal say.
                CutPoint written = i % 2 == 0 ? cut : first.cuts().get(Math.max(0, cut.number() - MEMORY_LAG));
                PowerNode second = restart(
                        scenario.name() + ", " + cut + ", survivor " + i,
                        cut,
                        cut.disk().survivor(all.get(i)),
                        written.memory(),
                        number -> isCutAgain(number, shift));
                starts++;
                again(scenario.name() + ", " + cut + ", survivor " + i, second, shift);
            }
        }
    }

    /** Chosen so that over many starts every operation has its turn. */
    private boolean isCutAgain(int number, int shift) {
        return effort.againEvery() > 0 && (number * 31 + shift * 7) % effort.againEvery() == 0;
    }

    private void again(String where, PowerNode second, int shift) throws Exception {
        for (CutPoint cut : second.cuts()) {
            List<int[]> all = Survivors.of(cut.disk().risks(), effort.againSome(), effort.againSome(), shift);
            for (int i = 0; i < Math.min(all.size(), effort.againSome()); i++) {
                FaultyDisk left = cut.disk().survivor(all.get((shift + i) % all.size()));
                restart(where + "; then " + cut + ", survivor " + i, cut, left, cut.memory(), number -> false);
                startsAgain++;
            }
        }
    }

    private PowerNode restart(String where, CutPoint cut, FaultyDisk left, SimMemory memory, IntPredicate keep)
            throws Exception {
        PowerNode next = new PowerNode(board, left, memory, cut.truth().copy(), mutant, keep);
        return live(where, next, PowerNode.Script.NONE, keep);
    }

    /** Lets a node live; where an image takes the board down it starts again. The last life is what is returned. */
    private PowerNode live(String where, PowerNode node, PowerNode.Script script, IntPredicate keep) throws Exception {
        PowerNode living = node;
        PowerNode.Script todo = script;
        for (int lives = 0; lives < LIVES_MAX; lives++) {
            try {
                living.live(todo);
                return living;
            } catch (BoardDownException down) {
                FaultyDisk left = living.disk();
                int[] nothing = new int[left.risks().length];
                living = new PowerNode(
                        board,
                        left.survivor(nothing),
                        living.written(),
                        living.truth().copy(),
                        mutant,
                        keep);
                todo = PowerNode.Script.NONE;
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n  [" + where + "]", e);
            }
        }
        throw new AssertionError("StartsEnd: the board went down " + LIVES_MAX + " times\n  [" + where + "]");
    }
}
