package org.firmwarerecovery.update.engine;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.recovery.Finding;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.version.VersionOrder;
import org.jspecify.annotations.Nullable;

/**
 * Both slots of the journal were lost: which bank is active, and how high the floor is, has to be found in the banks, all of
 * which are read before anything runs or is written. DESIGN sections 4 and 6.
 *
 * <p>The floor comes from {@code boot/floor}. Only where that was lost, too, it is the highest security version of a
 * good bank: a bank alone proves nothing, since the image in it may have been on trial. The manifest beside a damaged
 * image does not count: a floor above the only image that still runs would leave a machine that runs nothing. The floor
 * stays unknown until every bank that was there when it was lost, the protected one as well, has told, whoever chooses
 * and updates meanwhile. One good bank is the active one; so is the first of several that hold the same image. Several
 * that differ are nobody's guess: the component is held until an operator starts the recovery or updates (the newest
 * bank is taken for the active one) or adopts one of the banks, which then is.
 *
 * <p>Nobody knows any more what had been confirmed, so no image counts as proven: the one that is chosen goes on trial, and
 * before it was confirmed no other good bank is written over.
 */
final class LostJournal {
    private static final String BANKS_DIFFER = "the journal was lost and the banks ";
    private static final String NOBODY_KNOWS = "nobody knows which bank of component ";

    private LostJournal() {}

    /** Nothing is known about any component any more but what is kept elsewhere: floors, as far as they are, and quarantine. */
    static void begin(Turn turn, List<ComponentId> floorsLost) {
        for (Component spec : turn.settings.components()) {
            List<BankId> floorIn = floorsLost.contains(spec.id()) ? spec.banks() : List.of();
            ComponentRecord lost = turn.record(spec.id()).lost(floorIn);
            turn.journal = turn.journal.with(spec.id(), lost, turn.now.uptimeMillis());
            turn.note("JournalLost", spec.id(), "", spec.id().value());
        }
        turn.count("JournalsLost");
    }

    /** True while nobody knows which bank is active; finds out as soon as all banks were read. */
    static boolean open(Turn turn, ComponentId id) {
        if (!turn.record(id).undecided()) {
            return false;
        }
        if (Checks.someUnchecked(turn.component(id))) {
            return true;
        }
        learnFloor(turn, id);
        List<Bank> candidates = candidates(turn, id);
        List<Bank> unread = unread(turn, id);
        if (!unread.isEmpty()) {
            // The image in it may be newer than all others, and what the floor is taken from.
            List<Bank> open = new ArrayList<>(candidates);
            open.addAll(unread);
            if (turn.jobOf(id) == null) {
                hold(turn, id, open);
            }
            return true;
        }
        if (candidates.isEmpty()) {
            choose(turn, id, turn.spec(id).banks().get(0));
            return false;
        }
        if (candidates.size() == 1 || allTheSame(candidates)) {
            choose(turn, id, candidates.get(0).id());
            return false;
        }
        if (turn.jobOf(id) == null) {
            hold(turn, id, candidates);
        }
        return true;
    }

    /** Banks of which nobody can tell now what they hold, where there is more than one to choose from. */
    private static List<Bank> unread(Turn turn, ComponentId id) {
        List<Bank> unread = new ArrayList<>();
        List<BankId> banks = turn.spec(id).writableBanks();
        for (BankId bank : banks) {
            Bank state = turn.component(id).bank(bank);
            if (banks.size() > 1 && state.condition() == BankCondition.UNREAD) {
                unread.add(state);
            }
        }
        return unread;
    }

    /**
     * Takes in what the banks say about a floor that nobody knows, each of them as soon as it can be read, however much later that
     * is. What was written since says nothing: the floor rises with it when it is confirmed. While a bank is written or an image
     * proves itself it waits, so that nothing that may be gone back to is taken away in the middle.
     */
    static void learnFloor(Turn turn, ComponentId id) {
        ComponentRecord entry = turn.record(id);
        Job job = turn.jobOf(id);
        boolean busy =
                Activations.underWay(turn, id) || (job != null && job.phase().touchesBank());
        if (!entry.floorUnknown() || busy) {
            return;
        }
        long floor = entry.floor();
        List<BankId> silent = new ArrayList<>();
        for (BankId bank : turn.spec(id).banks()) {
            Bank state = turn.component(id).bank(bank);
            SignedManifest manifest = state.manifest();
            if (!entry.floorUnread().contains(bank)) {
                continue;
            }
            if (state.good() && manifest != null) {
                floor = Math.max(floor, manifest.securityVersion());
            } else if (mayTellFloor(state.condition())) {
                silent.add(bank);
            }
        }
        if (!silent.equals(entry.floorUnread())) {
            turn.persist(id, entry.withFloorAtLeast(floor).withFloorUnread(silent));
            Installs.sinkBelowFloor(turn, id);
        }
    }

    /** True when a bank may turn out to be good as it is; what is written over it says nothing about the floor. */
    private static boolean mayTellFloor(BankCondition condition) {
        return switch (condition) {
            case UNCHECKED, UNREAD, DAMAGED, FAILING, QUARANTINED -> true;
            case GOOD, MISSING, UNMANAGED, BELOW_FLOOR -> false;
        };
    }

    /**
     * Good banks; where there is none and no bank holds what is left of a managed image either, unmanaged ones, since one of
     * them ran. Beside a damaged bank with a manifest one without may be the half of a write that was cut off, which nobody
     * remembers: the bank with the manifest is taken then, and written again. What is intact but may not run did not run.
     */
    private static List<Bank> candidates(Turn turn, ComponentId id) {
        List<Bank> good = new ArrayList<>();
        List<Bank> managed = new ArrayList<>();
        List<Bank> unmanaged = new ArrayList<>();
        for (BankId bank : turn.spec(id).writableBanks()) {
            Bank state = turn.component(id).bank(bank);
            if (state.good()) {
                good.add(state);
            } else if (state.condition() == BankCondition.DAMAGED && state.manifest() != null) {
                managed.add(state);
            } else if (state.condition() == BankCondition.UNMANAGED) {
                unmanaged.add(state);
            }
        }
        if (!good.isEmpty()) {
            return good;
        }
        return managed.isEmpty() ? unmanaged : List.of(managed.get(0));
    }

    private static boolean allTheSame(List<Bank> banks) {
        SignedManifest first = banks.get(0).manifest();
        return first != null
                && banks.stream()
                        .allMatch(bank -> bank.manifest() != null
                                && bank.manifest().digest().equals(first.digest()));
    }

    /** An operator says what is in a bank: as soon as all banks were read that is the active one, if it may run. */
    static void adopted(Turn turn, ComponentId id, BankId bank) {
        if (turn.record(id).undecided() && !Checks.someUnchecked(turn.component(id))) {
            learnFloor(turn, id);
            Bank adopted = turn.component(id).bank(bank);
            // His word is about what is in it, whether its old manifest can be read or not.
            boolean unnamed =
                    adopted.condition() == BankCondition.UNMANAGED || adopted.condition() == BankCondition.UNREAD;
            if (adopted.good() || unnamed) {
                choose(turn, id, bank);
            }
        }
    }

    /** From here on this is the active bank; its hook makes sure that the hardware thinks so, too, once it is good. */
    private static void choose(Turn turn, ComponentId id, BankId bank) {
        ComponentRecord entry = turn.record(id).decided(bank).withActivating(bank);
        for (BankId each : turn.spec(id).writableBanks()) {
            Bank state = turn.component(id).bank(each);
            if (state.manifest() != null || state.condition() == BankCondition.UNREAD) {
                entry = entry.withUnproven(each, true);
            }
        }
        turn.persist(id, entry);
        String floor = Long.toString(turn.record(id).floor());
        turn.note("JournalRebuilt", id, "", id.value(), bank.label(), floor);
    }

    /** An operator acts: the newest bank that may run is taken for the active one. Nothing before all banks were read. */
    static void settle(Turn turn, ComponentId id) {
        if (!turn.record(id).undecided() || Checks.someUnchecked(turn.component(id))) {
            return;
        }
        learnFloor(turn, id);
        List<Bank> candidates = candidates(turn, id);
        Bank best = null;
        for (Bank bank : candidates) {
            if (best == null || newer(bank.manifest(), best.manifest())) {
                best = bank;
            }
        }
        choose(turn, id, best == null ? turn.spec(id).banks().get(0) : best.id());
    }

    private static boolean newer(@Nullable SignedManifest one, @Nullable SignedManifest other) {
        if (one == null || other == null) {
            return false;
        }
        if (one.securityVersion() != other.securityVersion()) {
            return one.securityVersion() > other.securityVersion();
        }
        Manifest mine = one.manifest();
        return VersionOrder.compare(mine.versionClaim(), other.manifest().versionClaim())
                .isGreater();
    }

    private static void hold(Turn turn, ComponentId id, List<Bank> candidates) {
        List<String> names = new ArrayList<>();
        for (Bank bank : candidates) {
            SignedManifest manifest = bank.manifest();
            String without = bank.condition() == BankCondition.UNREAD ? "its manifest cannot be read" : "unmanaged";
            names.add(bank.id().label() + " ("
                    + (manifest == null ? without : manifest.manifest().version()) + ")");
        }
        String banks = String.join(" and ", names);
        Recovery known = turn.recoveryOf(id);
        if (known != null && known.phase() == RecoveryPhase.HELD) {
            return;
        }
        Recovery recovery = known != null
                ? known
                : Recoveries.fresh(turn, id, candidates.get(0).id(), Finding.BOOT_VERIFICATION_FAILED);
        Recovery told = turn.tell(recovery, "ActiveBankUnknown", id.value(), banks);
        Recoveries.hold(turn, told, why(banks), -1);
    }

    private static String why(String banks) {
        return BANKS_DIFFER + banks + " differ: start the recovery, update or adopt to decide";
    }

    /** Why nothing is written or started, null when the active bank is known. */
    static @Nullable String forbids(ComponentRecord entry, ComponentId id) {
        return entry.undecided() ? NOBODY_KNOWS + id + " is active" : null;
    }

    /** True when a recovery is held because nobody knew which bank is active, and by now that is known. */
    static boolean overtaken(Turn turn, Recovery held) {
        String why = held.story().reason();
        return (why.startsWith(BANKS_DIFFER) || why.startsWith(NOBODY_KNOWS))
                && !turn.record(held.component()).undecided();
    }
}
