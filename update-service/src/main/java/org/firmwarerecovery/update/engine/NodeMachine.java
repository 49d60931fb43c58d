package org.firmwarerecovery.update.engine;

import java.util.OptionalLong;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.OfferState;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.NodeState.WaitingRequest;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Recovery;

/**
 * The whole node as one function: {@code apply(state, now, event) -> state + effects}. The runtime loop and the simulator
 * run this same machine.
 *
 * <p>Detection stands in {@link Checks}, the life of a recovery in {@link Recoveries}, the recipient's negotiation in
 * {@link Negotiations}, transfer in {@link Jobs}, the bank protocol in {@link Installs}, operators in {@link Updates} and {@link Deferred}, the
 * donor's side in {@link Donors}.
 */
public final class NodeMachine {
    private NodeMachine() {}

    /** The first step after a start: what is remembered is taken in, every bank is read before it may run. */
    public static Step<NodeState, NodeEffect> start(
            NodeSettings settings, Policy policy, Restored restored, Moment now) {
        Turn turn = new Turn(NodeState.initial(settings, policy, restored.journal()), now);
        if (restored.journalLost()) {
            LostJournal.begin(turn, restored.floorsLost());
        }
        Restarts.remember(turn, restored);
        Checks.start(turn);
        return turn.finish();
    }

    /** The next state and what has to be done now. */
    public static Step<NodeState, NodeEffect> apply(NodeState state, Moment now, NodeEvent event) {
        Turn turn = new Turn(state, now);
        if (event instanceof NodeEvent.Outcome outcome) {
            onOutcome(turn, outcome);
        } else if (event instanceof NodeEvent.Command command) {
            onCommand(turn, command);
        } else {
            onNews(turn, event);
        }
        onTime(turn);
        Deferred.proceed(turn);
        Donors.announce(turn);
        return turn.finish();
    }

    private static void onOutcome(Turn turn, NodeEvent.Outcome outcome) {
        Pending asked = turn.pending.remove(outcome.id());
        if (asked == null) {
            turn.count("LateResults");
            return;
        }
        switch (asked.kind()) {
            case CHECK -> Checks.onChecked(turn, asked, outcome);
            case CHECK_LIBRARY -> Donors.answerWaiting(turn, false);
            case ADOPT -> Checks.onAdopted(turn, asked, outcome);
            case CHECK_BEFORE_SWITCH -> Activations.onRead(turn, asked, outcome);
            case SWITCH -> Activations.onSwitched(turn, asked, outcome);
            case INGEST -> Updates.onIngested(turn, asked, outcome);
            case QUERY, REQUEST, ACCEPT -> Negotiations.onAnswer(turn, asked, outcome);
            case MANIFEST, STAGING, CHUNK, VERIFY -> Jobs.onOutcome(turn, asked, outcome);
            case WRITE, READ_BACK, PREPARE, ACTIVATE, CONFIRM, CHECK_BEFORE_REVERT, REVERT ->
                Installs.onOutcome(turn, asked, outcome);
            case COURTESY -> turn.count("Courtesies");
        }
    }

    private static void onCommand(Turn turn, NodeEvent.Command command) {
        if (command instanceof NodeEvent.StartUpdate update) {
            Updates.onStart(turn, update);
        } else if (command instanceof NodeEvent.ApplyUpdates apply) {
            Deferred.onApply(turn, apply);
        } else if (command instanceof NodeEvent.CancelJob cancel) {
            Updates.onCancel(turn, cancel);
        } else if (command instanceof NodeEvent.CancelRecovery cancel) {
            Updates.onCancelRecovery(turn, cancel);
        } else if (command instanceof NodeEvent.StartRecovery recovery) {
            Updates.onStartRecovery(turn, recovery);
        } else if (command instanceof NodeEvent.VerifyImages) {
            turn.settings.components().forEach(spec -> Checks.checkAll(turn, spec.id()));
            turn.reply(command.commandId(), new Answer.Done());
        } else if (command instanceof NodeEvent.Adopt adopt) {
            onAdopt(turn, adopt);
        } else if (command instanceof NodeEvent.ChangePolicy change) {
            boolean changed = !turn.policy.equals(change.policy());
            turn.policy = change.policy();
            turn.settings.components().forEach(spec -> Checks.evaluate(turn, spec.id()));
            if (changed) {
                turn.settings.components().forEach(spec -> Holds.reconsider(turn, spec.id()));
            }
            turn.reply(command.commandId(), new Answer.Done());
        } else if (command instanceof NodeEvent.RequestImage request) {
            Donors.onRequest(turn, request);
        } else if (command instanceof NodeEvent.AcceptOffer accept) {
            Donors.onAccept(turn, accept);
        } else if (command instanceof NodeEvent.CompleteOffer complete) {
            Donors.onComplete(turn, complete);
        } else if (command instanceof NodeEvent.ReleaseOffer release) {
            Donors.onRelease(turn, release);
        }
    }

    private static void onAdopt(Turn turn, NodeEvent.Adopt adopt) {
        Component spec = turn.settings.component(adopt.component());
        if (spec == null) {
            turn.reply(adopt.commandId(), new Answer.NotFound("component " + adopt.component()));
            return;
        }
        if (adopt.bank() == null && turn.record(spec.id()).undecided()) {
            turn.reply(
                    adopt.commandId(),
                    new Answer.Conflict("nobody knows which bank of component " + spec.id() + " is active: name one"));
            return;
        }
        BankId bank = adopt.bank() == null ? turn.record(spec.id()).active() : adopt.bank();
        if (!spec.banks().contains(bank)) {
            turn.reply(adopt.commandId(), new Answer.NotFound("bank " + bank.label() + " of " + spec.id()));
            return;
        }
        if (turn.jobOf(spec.id()) != null) {
            turn.reply(adopt.commandId(), new Answer.Conflict("component " + spec.id() + " is being updated"));
            return;
        }
        turn.start(
                new Pending(Pending.Kind.ADOPT, Long.toString(adopt.commandId()), spec.id(), bank, "", -1, 0),
                turn.limits.flashTimeout(),
                id -> new NodeEffect.AdoptBank(id, spec.id(), bank, adopt.manifest(), adopt.signatureBase64()));
    }

    private static void onNews(Turn turn, NodeEvent event) {
        if (event instanceof NodeEvent.StoreChanged changed) {
            turn.store = changed.images();
        } else if (event instanceof NodeEvent.LibraryChanged changed) {
            Donors.onLibrary(turn, changed.images());
        } else if (event instanceof NodeEvent.DonorHeard heard) {
            Negotiations.onHeard(turn, heard);
        } else if (event instanceof NodeEvent.SearchEnded ended) {
            Negotiations.onSearchEnded(turn, ended.searchId());
        } else if (event instanceof NodeEvent.PeerSeen seen) {
            Peers.onSeen(turn, seen.peer());
        } else if (event instanceof NodeEvent.LeaseUsed used) {
            Donors.onUsed(turn, used);
        } else if (event instanceof NodeEvent.BootReported report) {
            Starts.onReport(turn, report);
        } else if (event instanceof NodeEvent.BankSuspected suspected) {
            Component spec = turn.settings.component(suspected.component());
            if (spec != null && spec.banks().contains(suspected.bank())) {
                Checks.check(turn, suspected.component(), suspected.bank());
            }
        }
    }

    private static void onTime(Turn turn) {
        for (Long id : turn.pending.keys()) {
            Pending waiting = turn.pending.get(id);
            if (waiting != null && turn.now.reached(waiting.deadline())) {
                turn.count("Timeouts");
                onOutcome(turn, Outcomes.late(id, waiting.kind()));
            }
        }
        for (Recovery recovery : turn.recoveries.values()) {
            Recovery current = turn.recoveries.get(recovery.id());
            if (current != null && current.wakeAt() >= 0 && turn.now.reached(current.wakeAt())) {
                Recoveries.onWake(turn, current.wakingAt(-1));
            }
        }
        for (ComponentState component : turn.components.values()) {
            if (component.scanDue() >= 0 && turn.now.reached(component.scanDue())) {
                Checks.checkAll(turn, component.spec().id());
            }
            Rereads.onTime(turn, component.spec().id());
        }
        Donors.expire(turn);
        long saved = turn.journal.uptimeMillis();
        if (turn.now.uptimeMillis() - saved >= turn.limits.uptimeSaveEvery().toMillis()) {
            turn.journal = turn.journal.at(turn.now.uptimeMillis());
            turn.persistNow();
        }
    }

    /** The uptime in milliseconds at which the machine wants a {@link NodeEvent.Wake}, if nothing happens before. */
    public static OptionalLong nextWake(NodeState state) {
        long next = state.journal().uptimeMillis()
                + state.settings().limits().uptimeSaveEvery().toMillis();
        for (Pending waiting : state.pending().values()) {
            next = Math.min(next, waiting.deadline());
        }
        for (Recovery recovery : state.recoveries().values()) {
            next = earlier(next, recovery.wakeAt());
        }
        for (ComponentState component : state.components().values()) {
            next = earlier(next, component.scanDue());
            for (ComponentState.Reread reread : component.rereads().values()) {
                next = earlier(next, reread.due());
            }
            next = earlier(next, component.donateAt());
        }
        for (DonorOffer offer : state.offers().values()) {
            next = earlier(next, offer.state() == OfferState.OFFERED ? offer.validUntil() : -1);
            next = earlier(next, offer.state() == OfferState.ACCEPTED ? offer.leaseUntil() : -1);
        }
        for (WaitingRequest request : state.waiting()) {
            next = Math.min(next, request.until());
        }
        return OptionalLong.of(next);
    }

    private static long earlier(long next, long candidate) {
        return candidate < 0 ? next : Math.min(next, candidate);
    }
}
