package org.firmwarerecovery.update.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.negotiation.Offer;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.policy.ChangedPolicy;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;

/** Named ways to get it wrong. Each lies about what happened, what is remembered or what is asked for. */
public final class Mutants {
    private Mutants() {}

    static List<Mutant> all() {
        List<Mutant> all = new ArrayList<>(List.of(
                new SkipReadBack(),
                new ActivateBeforeFlip(),
                Mutant.hearing("accept-without-nonce", Mutants::trustOffer),
                new FloorEarly(),
                new IgnoreSlots(),
                Mutant.hearing("boot-without-check", Mutants::trustContent),
                new EraseLastGood(),
                new IgnoreQuarantine(),
                Mutant.hearing("accept-bad-chunk", Mutants::trustChunk),
                Mutant.hearing("write-unmanaged-bank", Mutants::seeErased),
                new ForgetIntent(),
                new TwoOwners(),
                new IgnoreFloor(),
                new SwitchWithoutTrial(),
                new SleepForEver()));
        all.addAll(JournalMutants.all());
        return all;
    }

    /** The one of that name, the sound machine when there is none. */
    public static Mutant of(String name) {
        return all().stream()
                .filter(mutant -> mutant.name().equals(name))
                .findFirst()
                .orElse(Mutant.NONE);
    }

    private static NodeEvent trustOffer(NodeState state, NodeEvent event) {
        if (!(event instanceof NodeEvent.OfferMade made)) {
            return event;
        }
        Pending asked = state.pending().get(made.id());
        Recovery recovery = asked == null ? null : state.recoveries().get(asked.owner());
        if (recovery == null || recovery.negotiation() == null) {
            return event;
        }
        Offer o = made.offer();
        String own = recovery.negotiation().requestId();
        return new NodeEvent.OfferMade(
                made.id(),
                new Offer(o.path(), own, o.image(), o.roles(), o.slotsUsed(), o.slots(), o.validMillis(), o.machine()));
    }

    private static NodeEvent trustContent(NodeState state, NodeEvent event) {
        return event instanceof NodeEvent.BankChecked checked
                        && checked.reading() instanceof BankReading.Content content
                ? new NodeEvent.BankChecked(
                        checked.id(),
                        new BankReading.Content(content.manifest(), SimImages.payload(content.manifest())))
                : event;
    }

    private static NodeEvent trustChunk(NodeState state, NodeEvent event) {
        return event instanceof NodeEvent.Rejected rejected
                        && rejected.rejection() instanceof Rejection.ChunkDigestMismatch
                ? new NodeEvent.Done(rejected.id())
                : event;
    }

    private static NodeEvent seeErased(NodeState state, NodeEvent event) {
        return event instanceof NodeEvent.BankChecked checked
                        && checked.reading() instanceof BankReading.WithoutManifest
                ? new NodeEvent.BankChecked(checked.id(), new BankReading.Erased())
                : event;
    }

    /** Believes every write. */
    private static final class SkipReadBack extends Mutant {
        SkipReadBack() {
            super("skip-read-back");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            Step<NodeState, NodeEffect> step = super.apply(images, state, now, event);
            for (NodeEffect effect : step.effects()) {
                if (effect instanceof NodeEffect.ReadBankBack read) {
                    List<NodeEffect> others = new ArrayList<>(step.effects());
                    others.remove(effect);
                    NodeEvent believed = new NodeEvent.ReadBack(read.id(), SimImages.payload(read.manifest()));
                    Step<NodeState, NodeEffect> next = super.apply(images, step.state(), now, believed);
                    return new Step<NodeState, NodeEffect>(next.state(), others).then(next.effects());
                }
            }
            return step;
        }
    }

    /** Starts the new image before the journal knows. */
    private static final class ActivateBeforeFlip extends Mutant {
        ActivateBeforeFlip() {
            super("flip-before-force");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            Step<NodeState, NodeEffect> step = super.apply(images, state, now, event);
            List<NodeEffect> first = new ArrayList<>();
            List<NodeEffect> rest = new ArrayList<>();
            step.effects().forEach(effect -> (effect instanceof NodeEffect.Activate ? first : rest).add(effect));
            return new Step<NodeState, NodeEffect>(step.state(), first).then(rest);
        }
    }

    /** Raises the floor with the flip, not with the confirmation. */
    private static final class FloorEarly extends Mutant {
        FloorEarly() {
            super("raise-floor-early");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            return States.journalled(super.apply(images, state, now, event), (id, entry) -> {
                Trial trial = entry.trial();
                long version =
                        trial == null ? 0 : images.of(trial.manifestDigest()).securityVersion();
                return States.entry(entry, trial, Math.max(entry.floor(), version), entry.quarantine());
            });
        }
    }

    /** Gives leases to everybody. */
    private static final class IgnoreSlots extends Mutant {
        IgnoreSlots() {
            super("ignore-slots");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            Policy p = state.policy();
            Policy generous = ChangedPolicy.of(p).slots(1000).policy();
            Step<NodeState, NodeEffect> step = super.apply(images, States.with(state, generous), now, event);
            return new Step<>(States.with(step.state(), p), step.effects());
        }
    }

    /** A failed write makes it think that every bank is bad. */
    private static final class EraseLastGood extends Mutant {
        EraseLastGood() {
            super("erase-last-good-bank");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            Pending asked =
                    event instanceof NodeEvent.Outcome outcome ? state.pending().get(outcome.id()) : null;
            boolean failed = asked != null && asked.kind() == Pending.Kind.WRITE && !(event instanceof NodeEvent.Done);
            NodeState seen =
                    failed ? States.withComponents(state, States.map(state.components(), Mutants::allBad)) : state;
            return super.apply(images, seen, now, event);
        }
    }

    private static ComponentState allBad(ComponentState component) {
        ComponentState bad = component;
        for (BankId bank : component.spec().writableBanks()) {
            Bank now = component.bank(bank);
            bad = now.good() ? bad.with(now.with(BankCondition.DAMAGED, "mutant")) : bad;
        }
        return bad;
    }

    /** Forgets what did not prove itself. */
    private static final class IgnoreQuarantine extends Mutant {
        IgnoreQuarantine() {
            super("ignore-quarantine");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            JournalRecord forgetful = States.each(
                    state.journal(),
                    state.settings(),
                    (id, entry) -> States.entry(entry, entry.trial(), entry.floor(), List.of()));
            return super.apply(images, States.with(state, forgetful), now, event);
        }
    }

    /** Erases without having written down that it will. */
    private static final class ForgetIntent extends Mutant {
        ForgetIntent() {
            super("erase-without-intent");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            Step<NodeState, NodeEffect> step = super.apply(images, state, now, event);
            boolean writes = step.effects().stream().anyMatch(effect -> effect instanceof NodeEffect.WriteBank);
            List<NodeEffect> kept = new ArrayList<>(step.effects());
            kept.removeIf(effect -> writes && effect instanceof NodeEffect.Persist);
            return new Step<>(step.state(), kept);
        }
    }

    /** Starts an operator's update whoever owns the component. */
    private static final class TwoOwners extends Mutant {
        TwoOwners() {
            super("two-owners");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            if (!(event instanceof NodeEvent.StartUpdate)) {
                return super.apply(images, state, now, event);
            }
            NodeState blind = States.withJobs(state, new TreeMap<>());
            Step<NodeState, NodeEffect> step = super.apply(images, blind, now, event);
            TreeMap<String, Job> all = new TreeMap<>(state.jobs());
            all.putAll(step.state().jobs());
            return new Step<>(States.withJobs(step.state(), all), step.effects());
        }
    }

    /** Judges images as if there were no floor. */
    private static final class IgnoreFloor extends Mutant {
        IgnoreFloor() {
            super("ignore-floor");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            JournalRecord low = States.each(
                    state.journal(),
                    state.settings(),
                    (id, entry) -> States.entry(entry, entry.trial(), 0, entry.quarantine()));
            Step<NodeState, NodeEffect> step = super.apply(images, States.with(state, low), now, event);
            TreeMap<ComponentId, Long> floors = new TreeMap<>();
            state.journal().components().forEach((id, entry) -> floors.put(id, entry.floor()));
            return States.journalled(
                    step,
                    (id, entry) -> States.entry(
                            entry,
                            entry.trial(),
                            Math.max(floors.getOrDefault(id, 0L), entry.floor()),
                            entry.quarantine()));
        }
    }

    /** Forgets which banks hold an image that has never proven itself. */
    private static final class SwitchWithoutTrial extends Mutant {
        SwitchWithoutTrial() {
            super("switch-without-trial");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            JournalRecord trusting =
                    States.each(state.journal(), state.settings(), (id, entry) -> States.proven(entry));
            return super.apply(images, States.with(state, trusting), now, event);
        }
    }

    /** Pauses and never goes on. */
    private static final class SleepForEver extends Mutant {
        SleepForEver() {
            super("sleep-for-ever");
        }

        @Override
        public Step<NodeState, NodeEffect> apply(SignedOnes images, NodeState state, Moment now, NodeEvent event) {
            Step<NodeState, NodeEffect> step = super.apply(images, state, now, event);
            return new Step<>(
                    States.withRecoveries(
                            step.state(),
                            States.map(
                                    step.state().recoveries(),
                                    recovery -> recovery.phase() == RecoveryPhase.BACKOFF
                                            ? recovery.wakingAt(Long.MAX_VALUE)
                                            : recovery)),
                    step.effects());
        }
    }
}
