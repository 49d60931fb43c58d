package org.firmwarerecovery.update.sim;

import java.util.List;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;

/** Ways to get it wrong with what a journal says, or no longer says. */
final class JournalMutants {
    private JournalMutants() {}

    /** Takes a lost journal for a node that starts for the first time. */
    static final class GuessActiveBank extends Mutant {
        GuessActiveBank() {
            super("guess-active-bank");
        }

        @Override
        Step<NodeState, NodeEffect> start(NodeSettings settings, Policy policy, Restored restored, Moment now) {
            return super.start(
                    settings,
                    policy,
                    new Restored(restored.journal(), false, List.of(), restored.recoveries(), restored.jobs()),
                    now);
        }
    }

    /** Looks at no bank to find out how high the floor was. */
    static final class FloorFromNothing extends Mutant {
        FloorFromNothing() {
            super("floor-from-nothing");
        }

        @Override
        Step<NodeState, NodeEffect> apply(SimNode node, NodeState state, Moment now, NodeEvent event) {
            Step<NodeState, NodeEffect> step = super.apply(node, state, now, event);
            return States.journalled(step, (id, entry) -> {
                ComponentRecord before = state.journal().of(id);
                return before != null && before.undecided()
                        ? States.entry(entry, entry.trial(), before.floor(), entry.quarantine())
                        : entry;
            });
        }
    }

    /** Believes what is in the banks although the floor outlived the journal: an image on trial would raise it. */
    static final class FloorFromBanks extends Mutant {
        FloorFromBanks() {
            super("floor-from-banks");
        }

        @Override
        Step<NodeState, NodeEffect> start(NodeSettings settings, Policy policy, Restored restored, Moment now) {
            List<ComponentId> all =
                    settings.components().stream().map(Component::id).toList();
            return super.start(
                    settings,
                    policy,
                    new Restored(
                            restored.journal(), restored.journalLost(), all, restored.recoveries(), restored.jobs()),
                    now);
        }
    }

    /** Raises the floor above the image that was confirmed: nothing may run any more. */
    static final class FloorTooHigh extends Mutant {
        FloorTooHigh() {
            super("floor-too-high");
        }

        @Override
        Step<NodeState, NodeEffect> apply(SimNode node, NodeState state, Moment now, NodeEvent event) {
            Step<NodeState, NodeEffect> step = super.apply(node, state, now, event);
            boolean confirmed = event instanceof NodeEvent.ConfirmationEnded ended && ended.confirmed();
            return States.journalled(step, (id, entry) -> {
                ComponentRecord before = state.journal().of(id);
                boolean rises = confirmed && before != null && entry.floor() > before.floor();
                return rises ? entry.withFloorAtLeast(entry.floor() + 10) : entry;
            });
        }
    }

    /** Takes whatever is in the banks after a loss for what was confirmed before. */
    static final class TrustAfterLoss extends Mutant {
        TrustAfterLoss() {
            super("trust-after-loss");
        }

        @Override
        Step<NodeState, NodeEffect> apply(SimNode node, NodeState state, Moment now, NodeEvent event) {
            Step<NodeState, NodeEffect> step = super.apply(node, state, now, event);
            return States.journalled(step, (id, entry) -> {
                ComponentRecord before = state.journal().of(id);
                ComponentRecord trusting = entry;
                if (before != null && before.undecided() && !entry.undecided()) {
                    for (BankId bank : entry.unproven()) {
                        trusting = trusting.withUnproven(bank, false);
                    }
                    trusting = trusting.withTrial(null);
                }
                return trusting;
            });
        }
    }

    /** Does not repeat what a crash cut off: the journal says one bank, the hardware runs another. */
    static final class ForgetActivation extends Mutant {
        ForgetActivation() {
            super("forget-activation");
        }

        @Override
        Step<NodeState, NodeEffect> start(NodeSettings settings, Policy policy, Restored restored, Moment now) {
            JournalRecord forgetful =
                    States.each(restored.journal(), settings, (id, entry) -> entry.withActivating(null));
            return super.start(
                    settings,
                    policy,
                    new Restored(
                            forgetful,
                            restored.journalLost(),
                            restored.floorsLost(),
                            restored.recoveries(),
                            restored.jobs()),
                    now);
        }
    }
}
