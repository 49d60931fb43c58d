package org.firmwarerecovery.update.engine;

import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
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

    /**
     * A bank was read. What was held meanwhile, by nobody in person, is planned anew where the bank is known at last, or good by
     * now: it can be gone over to, and others can be restored from it. After a restart that may have come about before it.
     *
     * @param again whether it could not be read the last time, whatever was known of it
     */
    static void bankRead(Turn turn, ComponentId id, Bank before, boolean again) {
        Bank now = turn.component(id).bank(before.id());
        Recovery recovery = turn.recoveryOf(id);
        boolean first = before.condition() == BankCondition.UNCHECKED;
        boolean known =
                before.condition() == BankCondition.UNREAD && !now.condition().unknown();
        boolean spare = turn.record(id).active() != before.id() && !activeGood(turn, id);
        boolean afterRestart = recovery != null && recovery.wakeAt() < 0 && spare;
        boolean better = now.good() && !before.good() && (!first || afterRestart);
        boolean readable = again && now.good();
        if ((known || better || readable) && LostJournal.forbids(turn.record(id), id) == null) {
            reconsider(turn, id);
        }
    }

    private static boolean activeGood(Turn turn, ComponentId id) {
        return turn.component(id).bank(turn.record(id).active()).good();
    }

    /** The policy is another one: what was held under the old one, by nobody in person, is planned anew. */
    static void reconsider(Turn turn, ComponentId id) {
        Recovery recovery = turn.recoveryOf(id);
        boolean open = recovery != null && recovery.phase() == RecoveryPhase.HELD && !byOperator(recovery);
        if (recovery != null && open && Restarts.wanted(turn, recovery)) {
            Recoveries.plan(
                    turn, recovery.trying(List.of()).with(recovery.story().ended(null, "", "")));
        }
    }
}
