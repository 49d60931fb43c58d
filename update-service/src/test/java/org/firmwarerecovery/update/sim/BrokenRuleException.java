package org.firmwarerecovery.update.sim;

import org.jspecify.annotations.Nullable;

/** A rule that a run broke, with everything needed to run it again. */
final class BrokenRuleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String rule;
    private final long at;

    BrokenRuleException(
            String rule,
            Simulation simulation,
            @Nullable SimNode node,
            @Nullable String detail,
            @Nullable Throwable cause) {
        super(
                rule + " broken at " + simulation.now + " ms"
                        + (node == null ? "" : " by node " + node.index + " (life " + node.life + ")") + ": " + detail
                        + " [replay: -Dtest=SimulationTest -Dsim.seed="
                        + simulation.options.seed() + " -Dsim.nodes=" + simulation.options.nodes()
                        + " -Dsim.mutant=" + simulation.mutant.name() + "]"
                        + (node == null ? "" : node.history()),
                cause);
        this.rule = rule;
        this.at = simulation.now;
    }

    String rule() {
        return rule;
    }

    long at() {
        return at;
    }
}
