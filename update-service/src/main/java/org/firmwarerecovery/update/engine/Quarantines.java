package org.firmwarerecovery.update.engine;

import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.manifest.SignedManifest;

/**
 * How a quarantine ends: only by an operator's word, never by itself. He says it by an update with ForceUpdate, for exactly the
 * manifest that he installs, once it was verified; or by StartRecovery with LiftQuarantine, for all manifests of the component.
 * An image that fails again is put back into quarantine.
 */
final class Quarantines {
    /** Key of the message about it: component, manifest, who did it. */
    static final String LIFTED = "QuarantineLifted";

    private Quarantines() {}

    /** Lifts the quarantine of one manifest; false when it is in none. */
    static boolean lift(Turn turn, ComponentId id, Digest manifest) {
        if (!turn.record(id).quarantined(manifest)) {
            return false;
        }
        turn.persist(id, turn.record(id).withoutQuarantine(manifest));
        turn.count("QuarantinesLifted");
        for (BankId bank : turn.spec(id).banks()) {
            Bank state = turn.component(id).bank(bank);
            SignedManifest there = state.manifest();
            boolean waiting = state.condition() == BankCondition.QUARANTINED
                    && there != null
                    && there.digest().equals(manifest);
            // Before it was read, what counts is what it is bound to.
            Digest image = there == null ? turn.record(id).boundTo(bank) : there.digest();
            if (manifest.equals(image) && bank != BankId.GOLDEN) {
                // It failed here: whatever it was before, it has to prove itself anew.
                turn.persist(id, turn.record(id).withUnproven(bank, true));
            }
            if (waiting) {
                // What else speaks for or against the bank is found out by a read, before anything is decided.
                turn.put(turn.component(id).with(Bank.unchecked(bank)));
                if (bank == turn.record(id).active()) {
                    // The image that goes on running proves nothing either, before it was started once more.
                    turn.put(turn.component(id).running(null));
                }
                Checks.check(turn, id, bank);
            }
        }
        return true;
    }

    /** Lifts every quarantine of a component. */
    static void liftAll(Turn turn, ComponentId id, String principal) {
        for (Quarantine entry : List.copyOf(turn.record(id).quarantine())) {
            Digest manifest = entry.manifestDigest();
            lift(turn, id, manifest);
            turn.note(LIFTED, id, "", id.value(), manifest.brief(), principal);
        }
    }
}
