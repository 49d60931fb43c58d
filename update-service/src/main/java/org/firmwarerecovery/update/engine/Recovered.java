package org.firmwarerecovery.update.engine;

import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.recovery.Story;
import org.jspecify.annotations.Nullable;

/** When a recovery is over: nothing needs replacing, what is active was started, and somebody knows what it is. */
final class Recovered {
    private Recovered() {}

    /** Nothing about the component needs replacing any more. */
    static void nothingLeft(Turn turn, ComponentId id) {
        Recovery recovery = turn.recoveryOf(id);
        boolean waiting = recovery != null
                && (recovery.phase() == RecoveryPhase.HELD || recovery.phase() == RecoveryPhase.BACKOFF);
        // What has yet to be started is not healthy.
        if (recovery != null && waiting && Activations.open(turn, id) == null) {
            finish(turn, recovery);
        }
    }

    /** Nobody knows what an unmanaged bank should hold, or an unread one does, so nobody can say that all is well. */
    static void finish(Turn turn, Recovery recovery) {
        Bank active = turn.component(recovery.component())
                .bank(turn.record(recovery.component()).active());
        Bank unread = unread(turn, recovery.component());
        if (active.condition() != BankCondition.UNMANAGED && unread == null) {
            complete(turn, recovery);
            return;
        }
        long later = turn.now.in(Policy.ATTEMPTS_WINDOW);
        String why = unread != null
                ? "the manifest of bank " + unread.id().label() + " cannot be read"
                : "the active bank " + active.id().label() + " is unmanaged: adopt it or update";
        if (Holds.byOperator(recovery)) {
            turn.put(recovery);
        } else if (recovery.phase() == RecoveryPhase.HELD) {
            Story story = recovery.story();
            // Its hold ended for this look only. It was told before, so it is not told again.
            Recovery held = story.result().isEmpty() ? recovery.with(story.ended(null, "Held", why)) : recovery;
            turn.put(held.wakingAt(later));
        } else {
            Recoveries.hold(turn, recovery, why, later);
        }
    }

    /** A bank that may be good or bad, null when every writable one is known. */
    static @Nullable Bank unread(Turn turn, ComponentId id) {
        for (BankId bank : turn.spec(id).writableBanks()) {
            Bank state = turn.component(id).bank(bank);
            if (state.condition() == BankCondition.UNREAD) {
                return state;
            }
        }
        return null;
    }

    private static void complete(Turn turn, Recovery recovery) {
        ComponentId id = recovery.component();
        SignedManifest running =
                turn.component(id).bank(turn.record(id).active()).manifest();
        String version = running == null ? "" : running.manifest().version();
        long millis = Math.max(0, turn.now.uptimeMillis() - recovery.startedUptime());
        Recovery healthy = turn.advance(
                recovery, RecoveryPhase.HEALTHY, "RecoveryCompleted", id.value(), version, Long.toString(millis));
        turn.put(healthy.with(healthy.story().ended(turn.now.wallClock(), "Recovered", "")));
        turn.count("RecoveriesCompleted");
    }
}
