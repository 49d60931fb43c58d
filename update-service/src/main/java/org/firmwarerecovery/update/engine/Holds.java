package org.firmwarerecovery.update.engine;

import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;

/** What another policy means for recoveries that are held. */
final class Holds {
    /** How the reason begins when an operator stopped a recovery: then nothing but an operator starts it again. */
    static final String CANCELLED_BY = "cancelled by ";

    private Holds() {}

    /** True when an operator stopped it. */
    static boolean byOperator(Recovery recovery) {
        return recovery.phase() == RecoveryPhase.HELD
                && recovery.story().reason().startsWith(CANCELLED_BY);
    }

    /** An operator's update writes: what another one stopped, or he himself, is over. */
    static void overtaken(Turn turn, Job job, ComponentId id) {
        Recovery recovery = turn.recoveryOf(id);
        if (recovery != null && !job.origin().byRecovery() && byOperator(recovery)) {
            Recoveries.supersede(turn, recovery);
        }
    }

    /** A bank that could not be read is known at last: what was held meanwhile, by nobody in person, is planned anew. */
    static void bankKnown(Turn turn, ComponentId id, BankId bank) {
        boolean known = !turn.component(id).bank(bank).condition().unknown();
        if (known && LostJournal.forbids(turn.record(id), id) == null) {
            reconsider(turn, id);
        }
    }

    /** The policy is another one: what was held under the old one, by nobody in person, is planned anew. */
    static void reconsider(Turn turn, ComponentId id) {
        Recovery recovery = turn.recoveryOf(id);
        boolean open = recovery != null && recovery.phase() == RecoveryPhase.HELD && !byOperator(recovery);
        if (recovery != null && open && turn.policy.onFinding() == OnFinding.REPAIR) {
            Recoveries.plan(
                    turn, recovery.trying(List.of()).with(recovery.story().ended(null, "", "")));
        }
    }
}
