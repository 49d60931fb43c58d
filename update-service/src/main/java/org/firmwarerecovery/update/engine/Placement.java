package org.firmwarerecovery.update.engine;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.Eligibility;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.ManifestCheck;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.policy.DowngradeRule;
import org.firmwarerecovery.update.policy.Need;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.jspecify.annotations.Nullable;

/** Which bank is written, which image is wanted, and what on this node could provide it. The last good bank is never a target. */
final class Placement {
    private Placement() {}

    /**
     * An image on this node.
     *
     * @param manifest its verified manifest
     * @param source where it is
     */
    record LocalImage(SignedManifest manifest, ImageSource source) {}

    /** Where a recovery writes. */
    static Job.Install forRecovery(Turn turn, Recovery recovery) {
        ComponentState component = turn.component(recovery.component());
        BankId active = turn.record(recovery.component()).active();
        BankId other = component.spec().besides(active);
        if (recovery.bank() != active) {
            boolean activeGood = component.bank(active).good();
            return new Job.Install(recovery.bank(), !activeGood, active);
        }
        if (component.bank(active).good()) {
            // Below the baseline: the image that works stays until the new one has proven itself.
            return new Job.Install(other, true, active);
        }
        BankCondition there = component.bank(other).condition();
        // One that fails to boot is intact, which is more than can be said of the active one.
        boolean spare = other != active && there.replaceable() && there != BankCondition.FAILING;
        // Going back is only worth something to a bank that was verified; an unmanaged one never ran here.
        BankId back = component.bank(other).good() ? other : active;
        return spare ? new Job.Install(other, true, active) : new Job.Install(active, true, back);
    }

    /** Where an operator's update writes: beside what runs, never over the last good bank. */
    static Job.Install forOperator(Turn turn, ComponentState component) {
        BankId active = turn.record(component.spec().id()).active();
        BankId other = component.spec().besides(active);
        Bank running = component.bank(active);
        Bank beside = component.bank(other);
        List<BankId> unproven = turn.record(component.spec().id()).unproven();
        boolean waits = unproven.contains(active) && !unproven.contains(other);
        // What runs without a manifest may be the only image that ever worked here, unless the other one worked as
        // well.
        boolean unnamed = running.condition() == BankCondition.UNMANAGED || running.condition() == BankCondition.UNREAD;
        boolean works = (running.good() && !waits)
                || (unnamed && lastGood(turn, component.spec().id(), other) == null);
        // Beside an image that cannot run, the one that nobody knows may be the one that does.
        boolean bad = running.condition().replaceable() && running.condition() != BankCondition.FAILING;
        boolean mayWork = beside.condition() == BankCondition.UNMANAGED || beside.condition() == BankCondition.UNREAD;
        if ((beside.good() && !works) || (mayWork && bad)) {
            return new Job.Install(active, true, beside.good() ? other : active);
        }
        return new Job.Install(other, true, active);
    }

    /** Why a bank may not be written, null when it may. Nobody erases the last good bank, recovery no unmanaged one. */
    static @Nullable String forbidden(Turn turn, ComponentId id, BankId target, boolean recovery) {
        ComponentState component = turn.component(id);
        Bank bank = component.bank(target);
        String name = "bank " + target.label() + " of component " + id;
        if (target == BankId.GOLDEN) {
            return name + " is protected";
        }
        String unknown = LostJournal.forbids(turn.record(id), id);
        if (unknown != null) {
            return unknown;
        }
        if (Checks.someUnchecked(component)) {
            return "the banks of component " + id + " have not been read yet";
        }
        if (recovery && bank.condition() == BankCondition.UNMANAGED) {
            return name + " is unmanaged: it is written by an operator's update only";
        }
        if (bank.condition() == BankCondition.UNREAD && (recovery || !provenBeside(turn, component, target))) {
            return name + " is kept until its manifest can be read: " + bank.detail();
        }
        return lastGood(turn, id, target);
    }

    private static boolean provenBeside(Turn turn, ComponentState component, BankId target) {
        List<BankId> unproven = turn.record(component.spec().id()).unproven();
        return component.spec().writableBanks().stream()
                .anyMatch(other -> other != target && component.bank(other).good() && !unproven.contains(other));
    }

    /** Why a bank has to stay as it is for what is in it, null when something else is at least as good. */
    private static @Nullable String lastGood(Turn turn, ComponentId id, BankId target) {
        ComponentState component = turn.component(id);
        Bank bank = component.bank(target);
        String name = "bank " + target.label() + " of component " + id;
        SignedManifest present = bank.manifest();
        // An image that fails to boot is intact: it may be all there is, and the fault may lie elsewhere.
        boolean intact = bank.good() || bank.condition() == BankCondition.FAILING;
        BankId active = turn.record(id).active();
        // An active image that had a manifest when the journal was lost proved nothing since; the other may be what
        // worked.
        boolean forgotten = turn.record(id).confirmedAt() < 0 && turn.record(id).boundTo(active) != null;
        boolean neverWorked = target != active
                && !forgotten
                && turn.record(id).unproven().contains(target)
                && component.bank(active).condition() == BankCondition.UNMANAGED;
        if (!intact || present == null || neverWorked) {
            return null;
        }
        List<BankId> unproven = turn.record(id).unproven();
        boolean another = component.spec().writableBanks().stream()
                .anyMatch(other ->
                        other != target && component.bank(other).good() && (!bank.good() || !unproven.contains(other)));
        boolean kept = component.spec().writableBanks().size() == 1
                && turn.store.stream().anyMatch(image -> image.digest().equals(present.digest()));
        if (another || kept) {
            return null;
        }
        boolean beside = component.spec().writableBanks().stream()
                .anyMatch(other -> other != target && component.bank(other).good());
        return beside ? name + " is kept until the image beside it has proven itself" : name + " is the last good one";
    }

    /** What donors and stored images are judged by. */
    static Need need(Turn turn, Recovery recovery) {
        ComponentState component = turn.component(recovery.component());
        ComponentRecord entry = turn.record(recovery.component());
        List<Digest> wanted = wanted(turn, recovery);
        Bank damaged = component.bank(recovery.bank());
        SignedManifest was = damaged.manifest();
        return new Need(
                component.spec().softwareId(),
                component.spec().size(),
                entry.floor(),
                wanted,
                recovery.finding() == Finding.BELOW_BASELINE
                        && component.bank(entry.active()).good()
                        && recovery.bank() == entry.active(),
                was == null ? null : was.manifest().version(),
                entry);
    }

    /** The damaged bank's own manifest if it may run, then the active bank's, then the operator's baseline. */
    private static List<Digest> wanted(Turn turn, Recovery recovery) {
        Component spec = turn.spec(recovery.component());
        List<Digest> wanted = new ArrayList<>();
        ComponentState component = turn.component(recovery.component());
        ComponentRecord entry = turn.record(recovery.component());
        addIfEligible(turn, spec, entry, component.bank(recovery.bank()), wanted);
        addIfEligible(turn, spec, entry, component.bank(entry.active()), wanted);
        for (Digest digest : turn.policy.baseline().getOrDefault(spec.softwareId(), List.of())) {
            if (!wanted.contains(digest)) {
                wanted.add(digest);
            }
        }
        return wanted;
    }

    private static void addIfEligible(
            Turn turn, Component spec, ComponentRecord entry, Bank bank, List<Digest> wanted) {
        SignedManifest manifest = bank.manifest();
        if (manifest != null
                && !manifest.revoked()
                && manifest.securityVersion() >= entry.floor()
                && !entry.quarantined(manifest.digest())
                && turn.policy.inBaseline(spec.softwareId(), manifest.digest())
                && !wanted.contains(manifest.digest())) {
            wanted.add(manifest.digest());
        }
    }

    /** The image a local source can give for {@code target}, null when it has none. */
    static @Nullable LocalImage local(Turn turn, Recovery recovery, SourceKind source, BankId target) {
        ComponentState component = turn.component(recovery.component());
        return switch (source) {
            case OTHER_BANK -> {
                BankId other = component.spec().besides(target);
                yield other == target ? null : fromBank(turn, component, other);
            }
            case GOLDEN ->
                component.spec().banks().contains(BankId.GOLDEN) ? fromBank(turn, component, BankId.GOLDEN) : null;
            case IMAGE_STORE -> fromStore(turn, recovery);
            case NETWORK -> null;
        };
    }

    private static @Nullable LocalImage fromBank(Turn turn, ComponentState component, BankId id) {
        Bank bank = component.bank(id);
        SignedManifest manifest = bank.manifest();
        // What is revoked may run where it is, and is copied nowhere.
        boolean usable = bank.good()
                && manifest != null
                && !manifest.revoked()
                && (turn.policy.inBaseline(component.spec().softwareId(), manifest.digest())
                        || mirrors(turn, component, id));
        return usable && manifest != null ? new LocalImage(manifest, new ImageSource.LocalBank(id)) : null;
    }

    /** True when the image that works is all there is to restore redundancy from: nothing of the baseline may be installed. */
    private static boolean mirrors(Turn turn, ComponentState component, BankId from) {
        ComponentRecord entry = turn.record(component.spec().id());
        return from == entry.active() && baselineQuarantined(turn, component.spec());
    }

    /** True when the operator's baseline names images, and each of them failed to prove itself here. */
    static boolean baselineQuarantined(Turn turn, Component spec) {
        List<Digest> baseline = turn.policy.baseline().getOrDefault(spec.softwareId(), List.of());
        ComponentRecord entry = turn.record(spec.id());
        return !baseline.isEmpty() && baseline.stream().allMatch(entry::quarantined);
    }

    private static @Nullable LocalImage fromStore(Turn turn, Recovery recovery) {
        Need need = need(turn, recovery);
        SignedManifest best = null;
        int bestPlace = Integer.MAX_VALUE;
        for (SignedManifest stored : turn.store) {
            boolean eligible = ManifestCheck.check(stored, forRecovery(turn, recovery.component()))
                    .isEmpty();
            int place = need.wanted().indexOf(stored.digest());
            boolean acceptable =
                    place >= 0 || (!need.onlyWanted() && turn.policy.inBaseline(need.softwareId(), stored.digest()));
            int rank = place >= 0 ? place : need.wanted().size();
            if (eligible && acceptable && rank < bestPlace) {
                best = stored;
                bestPlace = rank;
            }
        }
        return best == null
                ? null
                : new LocalImage(
                        best, new ImageSource.Stored(best.manifest().image().digest()));
    }

    /** What a component demands of an image; {@code installed} null leaves the rules about older versions out. */
    static Eligibility eligibility(Turn turn, ComponentId id, @Nullable Manifest installed) {
        Component spec = turn.spec(id);
        ComponentRecord entry = turn.record(id);
        List<Digest> quarantined = entry.quarantine().stream()
                .map(quarantine -> quarantine.manifestDigest())
                .toList();
        return new Eligibility(
                id,
                spec.softwareId(),
                spec.machine(),
                null,
                spec.size(),
                turn.limits.imageSizeMax(),
                entry.floor(),
                installed,
                installed == null ? Eligibility.VersionRule.ANY : Eligibility.VersionRule.NOT_OLDER,
                quarantined);
    }

    /** What an image for a recovery is judged by; a policy against any downgrade holds here, too. */
    static Eligibility forRecovery(Turn turn, ComponentId id) {
        if (turn.policy.allowDowngrade() != DowngradeRule.NEVER) {
            return eligibility(turn, id, null);
        }
        Bank active = turn.component(id).bank(turn.record(id).active());
        SignedManifest was = active.manifest();
        return eligibility(turn, id, was == null ? null : was.manifest());
    }

    /** What an operator's update is judged by. */
    static Eligibility forUpdate(Turn turn, ComponentId id, Job.Options options) {
        Bank active = turn.component(id).bank(turn.record(id).active());
        SignedManifest running = active.good() ? active.manifest() : null;
        boolean mayGoBack = options.force() && turn.policy.allowDowngrade() == DowngradeRule.OPERATOR;
        Eligibility rules = eligibility(turn, id, running == null || mayGoBack ? null : running.manifest());
        return options.force() ? rules.withoutQuarantine() : rules;
    }
}
