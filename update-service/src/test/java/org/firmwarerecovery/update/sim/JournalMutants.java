package org.firmwarerecovery.update.sim;

import java.util.List;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.Restored;

/** Ways to get it wrong with what a journal says, or no longer says. */
final class JournalMutants {
    private JournalMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.remembering("resume-trial-for-ever", JournalMutants::countTrialsAnew),
                Mutant.remembering("guess-active-bank", JournalMutants::startForTheFirstTime),
                Mutant.journalling("floor-from-nothing", JournalMutants::findNoFloor),
                Mutant.remembering("floor-from-banks", JournalMutants::loseEveryFloor),
                Mutant.journalling("floor-too-high", JournalMutants::raiseFloorTooFar),
                Mutant.journalling("trust-after-loss", JournalMutants::trustWhatIsFound),
                Mutant.remembering("forget-activation", JournalMutants::forgetActivation));
    }

    /** Forgets at every start how often it has started the image on trial. */
    private static Restored countTrialsAnew(NodeSettings settings, Restored restored) {
        return States.with(restored, States.each(restored.journal(), settings, (id, entry) -> {
            Trial t = entry.trial();
            Trial first = t == null ? null : new Trial(t.bank(), t.revertTo(), t.manifestDigest(), 1);
            return States.entry(entry, first, entry.floor(), entry.quarantine());
        }));
    }

    /** Takes a lost journal for a node that starts for the first time. */
    private static Restored startForTheFirstTime(NodeSettings settings, Restored restored) {
        return new Restored(restored.journal(), false, List.of(), restored.recoveries(), restored.jobs());
    }

    /** Looks at no bank to find out how high the floor was. */
    private static ComponentRecord findNoFloor(NodeEvent event, ComponentRecord before, ComponentRecord entry) {
        return before.undecided() ? States.entry(entry, entry.trial(), before.floor(), entry.quarantine()) : entry;
    }

    /** Believes what is in the banks although the floor outlived the journal: an image on trial would raise it. */
    private static Restored loseEveryFloor(NodeSettings settings, Restored restored) {
        List<ComponentId> all =
                settings.components().stream().map(Component::id).toList();
        return new Restored(restored.journal(), restored.journalLost(), all, restored.recoveries(), restored.jobs());
    }

    /** Raises the floor above the image that was confirmed: nothing may run any more. */
    private static ComponentRecord raiseFloorTooFar(NodeEvent event, ComponentRecord before, ComponentRecord entry) {
        boolean confirmed = event instanceof NodeEvent.ConfirmationEnded ended && ended.confirmed();
        boolean rises = confirmed && entry.floor() > before.floor();
        return rises ? entry.withFloorAtLeast(entry.floor() + 10) : entry;
    }

    /** Takes whatever is in the banks after a loss for what was confirmed before. */
    private static ComponentRecord trustWhatIsFound(NodeEvent event, ComponentRecord before, ComponentRecord entry) {
        boolean decides = before.undecided() && !entry.undecided();
        return decides ? States.proven(entry).withTrial(null) : entry;
    }

    /** Does not repeat what a crash cut off: the journal says one bank, the hardware runs another. */
    private static Restored forgetActivation(NodeSettings settings, Restored restored) {
        return States.with(
                restored, States.each(restored.journal(), settings, (id, entry) -> entry.withActivating(null)));
    }
}
