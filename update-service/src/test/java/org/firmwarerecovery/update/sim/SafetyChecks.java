package org.firmwarerecovery.update.sim;

import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.firmwarerecovery.redfish.message.MessageCatalogue;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.sim.FaultyFlash.Cell;
import org.jspecify.annotations.Nullable;

/** The rules that hold at every moment, judged by what truly is in the banks and on the wire. */
final class SafetyChecks {
    /** A read is proof for what runs this long: time for the hook between read-back and activation. */
    private static final long PROOF_MILLIS = 120_000;

    private final Simulation simulation;
    private final TreeMap<Integer, TreeSet<String>> offers = new TreeMap<>();
    private final TreeMap<String, TreeSet<Digest>> quarantined = new TreeMap<>();
    private final TreeMap<String, Integer> starts = new TreeMap<>();
    private final TreeSet<String> messages = new TreeSet<>();
    /** The bank that was started last, by node and component. */
    private final TreeMap<String, BankId> activated = new TreeMap<>();

    private final LossChecks losses;

    private @Nullable NodeEvent cause;

    SafetyChecks(Simulation simulation) {
        this.simulation = simulation;
        this.losses = new LossChecks(this::require);
    }

    private void require(boolean holds, String rule, SimNode node, @Nullable String detail) {
        if (!holds) {
            throw new BrokenRuleException(rule, simulation, node, detail, null);
        }
    }

    void onStart(SimNode node) {
        cause = null;
        offers.remove(node.index);
    }

    // ---- after every step

    void onStep(SimNode node, NodeState before, NodeEvent event) {
        cause = event;
        NodeState after = node.state;
        if (before.components() != after.components()) {
            for (ComponentState now : after.components().values()) {
                BankId was = Objects.requireNonNull(
                                before.components().get(now.spec().id()))
                        .running();
                if (now.running() != null && now.running() != was) {
                    mayRun(node, now.spec().id(), now.running(), "runs");
                    wasActivated(node, now.spec().id(), now.running());
                }
                sunk(node, now, after.journal().of(now.spec().id()));
            }
        }
        if (before.jobs() != after.jobs()) {
            jobs(node, after);
        }
        if (before.offers() != after.offers()) {
            long held = after.offers().values().stream()
                    .filter(offer -> offer.holdsSlot(node.uptime()))
                    .count();
            require(held <= node.policy.slots(), "Slots", node, held + " leases, " + node.policy.slots() + " slots");
        }
        if (before.recoveries() != after.recoveries()) {
            for (Recovery recovery : after.recoveries().values()) {
                Recovery was = before.recoveries().get(recovery.id());
                if (recovery.phase() == RecoveryPhase.HEALTHY && (was == null || was.active())) {
                    simulation.recoveryMillis.add(node.uptime() - recovery.startedUptime());
                }
            }
        }
    }

    /** No bank counts as good whose image is under the floor. */
    private void sunk(SimNode node, ComponentState component, @Nullable ComponentRecord entry) {
        long floor = entry == null ? 0 : entry.floor();
        for (BankId id : component.spec().banks()) {
            SignedManifest manifest = component.bank(id).manifest();
            boolean under = manifest != null && manifest.securityVersion() < floor;
            require(
                    !(under && component.bank(id).good()),
                    "SunkBelowFloor",
                    node,
                    component.spec().id() + "-" + id + " is good under the floor");
        }
    }

    /** One job per component, and what it counts as here truly is. */
    private void jobs(SimNode node, NodeState after) {
        TreeSet<ComponentId> owned = new TreeSet<>();
        for (Job job : after.jobs().values()) {
            if (job.ended() || job.component() == null || job.phase() == JobPhase.WAITING) {
                continue;
            }
            require(owned.add(job.component()), "OneOwner", node, "two jobs for " + job.component());
            if (job.plan() != null && job.manifest() != null) {
                int here = node.store.chunks(job.manifest()).size();
                require(
                        job.plan().verified() <= here,
                        "ChunksVerified",
                        node,
                        job.plan() + " counted, " + here + " are good");
            }
        }
    }

    // ---- a lost journal

    void onLoss(SimNode node) {
        for (Component spec : node.settings.components()) {
            String key = node.index + "/" + spec.id();
            ComponentRecord left = node.journal.of(spec.id());
            losses.onLoss(node, spec.id(), node.floorLost(spec.id()) ? null : left);
            if (left == null) {
                quarantined.remove(key);
            }
            starts.keySet().removeIf(other -> other.startsWith(key + "/"));
        }
    }

    void onCommand(SimNode node, NodeEvent.Command command) {
        lifts(node, command);
        losses.onCommand(node, command);
    }

    /** Nothing but an operator's word ends a quarantine: for the one manifest that he insists on, or for all. */
    private void lifts(SimNode node, NodeEvent.Command command) {
        if (command instanceof NodeEvent.StartRecovery recovery && recovery.liftQuarantine()) {
            node.settings.components().forEach(spec -> quarantined.remove(node.index + "/" + spec.id()));
        } else if (command instanceof NodeEvent.StartUpdate update
                && update.options().force()
                && update.source() instanceof IngestSource.Remote remote) {
            node.settings
                    .components()
                    .forEach(spec -> quarantined(node, spec.id())
                            .removeIf(digest -> digest.hex().equals(remote.uri())));
        }
    }

    // ---- what may run

    void onActivated(SimNode node, NodeEffect.Activate effect) {
        activated.put(node.index + "/" + effect.component(), effect.bank());
    }

    /** What counts as running was truly started last; what ran before the first flip needs no hook. */
    private void wasActivated(SimNode node, ComponentId id, BankId bank) {
        if (node.flash.cell(id, bank).foreign) {
            return;
        }
        BankId last = activated.getOrDefault(
                node.index + "/" + id, node.spec(id).banks().get(0));
        require(last == bank, "HookBeforeRun", node, id + "-" + bank + " counts as running, " + last + " was started");
    }

    void onActivate(SimNode node, NodeEffect.Activate effect) {
        ComponentRecord entry = node.journal.of(effect.component());
        require(entry == null || !entry.undecided(), "UndecidedUntouched", node, effect.bank() + " is activated");
        boolean flipped = entry != null && entry.active() == effect.bank();
        require(flipped, "FlipBeforeActivate", node, effect.bank() + " is activated, the journal says " + entry);
        mayRun(node, effect.component(), effect.bank(), "is activated");
        if (entry == null) {
            return;
        }
        Cell cell = node.flash.cell(effect.component(), effect.bank());
        require(
                !cell.unproven || entry.trial() != null || losses.unknowable(node, cell, entry),
                "NewImagesOnTrial",
                node,
                effect.bank() + " was never confirmed here and is activated without a trial");
        Trial trial = entry.trial();
        if (trial != null) {
            String key = node.index + "/" + effect.component() + "/" + trial.manifestDigest();
            int count = starts.merge(key, 1, Integer::sum);
            int most = node.spec(effect.component()).bootFailuresMax();
            require(count <= most, "TrialsEnd", node, trial + " is started for the " + count + "th time");
        }
    }

    private void mayRun(SimNode node, ComponentId id, BankId bank, String what) {
        Cell cell = node.flash.cell(id, bank);
        if (cell.foreign) {
            return;
        }
        ComponentRecord entry = node.journal.of(id);
        boolean allowed = entry == null || cell.bound == null || Health.fit(cell, entry) || !cell.intact();
        boolean proven = cell.provenAt >= 0 && simulation.now - cell.provenAt <= PROOF_MILLIS;
        boolean true_ = cell.intact() || cell.damagedAt > cell.provenAt;
        require(
                proven && true_ && allowed,
                "VerifiedBeforeRun",
                node,
                id + "-" + bank + " " + what + ", intact " + cell.intact() + ", proven at " + cell.provenAt
                        + ", damaged at " + cell.damagedAt + ", " + entry);
    }

    // ---- what may be erased

    void onErase(SimNode node, Cell target, NodeEffect.WriteBank write) {
        ComponentRecord entry = node.journal.of(write.component());
        require(
                entry != null && entry.halfWritten(write.bank()) && entry.boundTo(write.bank()) == null,
                "IntentBeforeErase",
                node,
                write.bank() + " is erased, the journal says " + entry);
        if (entry == null) {
            return;
        }
        require(!entry.undecided(), "UndecidedUntouched", node, write.bank() + " is erased");
        require(write.bank() != BankId.GOLDEN, "GoldenProtected", node, "golden is written");
        boolean operator = node.state.jobs().values().stream()
                .anyMatch(job -> !job.ended()
                        && write.component().equals(job.component())
                        && job.origin().principal().equals("operator"));
        require(
                operator || !target.foreign || target.content == null || target.readAt < target.damagedAt,
                "UnmanagedUntouched",
                node,
                write.component() + "-" + write.bank() + " is unmanaged and written by a recovery");
        require(
                !quarantined(node, write.component()).contains(write.manifest().digest()),
                "QuarantineHolds",
                node,
                write.manifest().manifest().version() + " is installed again");
        require(
                write.manifest().securityVersion() >= entry.floor(),
                "FloorHolds",
                node,
                write.manifest().securityVersion() + " is written, the floor is " + entry.floor());
        losses.onErase(node, target, write, entry);
        lastGood(node, target, write, entry);
    }

    private void lastGood(SimNode node, Cell target, NodeEffect.WriteBank write, ComponentRecord entry) {
        if (!Health.fit(target, entry)) {
            return;
        }
        Component spec = node.spec(write.component());
        boolean another = spec.writableBanks().stream()
                .filter(bank -> bank != write.bank())
                .map(bank -> node.flash.cell(spec.id(), bank))
                .anyMatch(cell -> Health.fit(cell, entry) || (cell.provenAt >= 0 && cell.damagedAt > cell.provenAt));
        boolean kept = spec.writableBanks().size() == 1
                && target.bound != null
                && node.store.holds(target.bound)
                && node.store.holds(write.manifest());
        // An image that never proved itself is not what works here: that is the one without a manifest beside it.
        boolean neverWorked = target.unproven
                && entry.active() != write.bank()
                && node.flash.cell(spec.id(), entry.active()).foreign
                && !losses.unconfirmed(node, spec.id());
        require(
                another || kept || neverWorked,
                "LastGoodBank",
                node,
                spec.id() + "-" + write.bank() + " is the last good one");
    }

    // ---- the journal

    void onPersist(SimNode node, JournalRecord record) {
        for (Component spec : node.settings.components()) {
            ComponentRecord old = node.journal.of(spec.id());
            ComponentRecord now = record.of(spec.id());
            if (now != null) {
                losses.onPersist(node, spec, now);
            }
            if (now == null || now.equals(old)) {
                continue;
            }
            remember(node, spec.id(), now);
            if (old != null) {
                floor(node, spec.id(), old, now);
            }
            for (BankId bank : spec.banks()) {
                Digest bound = now.boundTo(bank);
                boolean fresh = bound != null && (old == null || !bound.equals(old.boundTo(bank)));
                Cell cell = node.flash.cell(spec.id(), bank);
                boolean read = cause instanceof NodeEvent.ReadBack || cause instanceof NodeEvent.BankChecked;
                boolean agrees = bound != null
                        && SimImages.payload(simulation.images.of(bound)).equals(cell.content);
                require(
                        !fresh || (read && (agrees || cell.damagedAt == simulation.now)),
                        "WrittenAfterReadBack",
                        node,
                        spec.id() + "-" + bank + " counts as written after " + cause);
            }
        }
    }

    private void floor(SimNode node, ComponentId id, ComponentRecord old, ComponentRecord now) {
        require(now.floor() >= old.floor(), "FloorNeverSinks", node, old.floor() + " to " + now.floor());
        boolean confirmed = cause instanceof NodeEvent.ConfirmationEnded ended && ended.confirmed();
        boolean bootable = node.spec(id).banks().stream()
                .map(bank -> node.flash.cell(id, bank))
                .anyMatch(cell -> Health.fit(cell, now) || (cell.damagedAt >= 0 && cell.damagedAt >= cell.provenAt));
        require(
                now.floor() == old.floor() || bootable,
                "FloorLeavesOne",
                node,
                old.floor() + " to " + now.floor() + ", and no bank is that high");
        boolean firstEver = old.confirmedAt() < 0 && now.confirmedAt() >= 0 && now.trial() == null;
        require(
                now.floor() == old.floor() || confirmed || firstEver || old.floorUnknown(),
                "FloorRisesAtConfirmation",
                node,
                old.floor() + " to " + now.floor() + " after " + cause);
    }

    private void remember(SimNode node, ComponentId id, ComponentRecord now) {
        for (Quarantine entry : now.quarantine()) {
            quarantined(node, id).add(entry.manifestDigest());
        }
        Trial trial = now.trial();
        if (trial == null) {
            starts.keySet().removeIf(key -> key.startsWith(node.index + "/" + id + "/"));
        }
    }

    private TreeSet<Digest> quarantined(SimNode node, ComponentId id) {
        return quarantined.computeIfAbsent(node.index + "/" + id, key -> new TreeSet<>());
    }

    // ---- what people read

    /** Every line for people is a message of our registry with all its arguments. */
    void onNote(SimNode node, NodeEffect.Note note) {
        if (messages.add(note.key() + " " + note.args().size())) {
            try {
                MessageCatalogue.standard()
                        .create("FirmwareRecovery", note.key(), note.args().toArray());
            } catch (IllegalStateException unfit) {
                require(false, "MessagesExist", node, unfit.getMessage());
            }
        }
    }

    // ---- the negotiation

    /** A donor truly offers this to this node's own request. */
    void onOffer(SimNode node, String requestId, String offerId) {
        offers.computeIfAbsent(node.index, key -> new TreeSet<>()).add(offerId);
    }

    void onAccept(SimNode node, NodeEffect.AcceptOffer accept) {
        boolean offered = offers.getOrDefault(node.index, new TreeSet<>()).contains(accept.offerPath());
        require(offered, "OfferBeforeAccept", node, accept.offerPath() + " was not offered to a request of this node");
        Pending pending = node.state.pending().get(accept.id());
        require(pending != null, "OfferBeforeAccept", node, "an acceptance nobody waits for");
    }
}
