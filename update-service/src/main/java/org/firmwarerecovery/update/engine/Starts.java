package org.firmwarerecovery.update.engine;

import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankRules;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.Boots;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.Quarantine;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.jspecify.annotations.Nullable;

/**
 * What boot loaders report about starts. One odd boot is no finding: only several failures of the active bank in a row are.
 * Another good bank takes over; the second such finding about the same image puts it into quarantine. DESIGN section 3 step 1
 * and the limits below it.
 */
final class Starts {
    private static final String AGAIN = "it failed to boot too often twice within 7 days";

    private Starts() {}

    /** News of one start of the active bank; what is said about another bank changes nothing. */
    static void onReport(Turn turn, NodeEvent.BootReported report) {
        ComponentId id = report.component();
        Component spec = turn.settings.component(id);
        ComponentRecord entry = spec == null ? null : turn.record(id);
        if (spec == null || entry == null || entry.undecided() || entry.active() != report.bank()) {
            turn.count("BootReportsIgnored");
            return;
        }
        Boots news = switch (report.result()) {
            case STARTED -> entry.boots().started();
            case FAILED -> entry.boots().failed();
            case OK -> entry.boots().cameUp();
        };
        if (news.equals(entry.boots())) {
            return;
        }
        turn.persist(id, entry.with(news));
        int most = spec.bootFailuresMax();
        if (news.failures() < most) {
            return;
        }
        if (entry.trial() != null) {
            endTrial(turn, id);
        } else if (entry.boots().failures() < most) {
            raise(turn, id);
        }
    }

    /** True when the active bank was reported to fail too often. */
    static boolean failing(Turn turn, ComponentId id) {
        return BankRules.failsToBoot(turn.spec(id), turn.record(id));
    }

    /** An image on trial that does not come up need not be waited for. */
    private static void endTrial(Turn turn, ComponentId id) {
        Job job = turn.jobOf(id);
        boolean watched = job != null
                && turn.pending.values().stream()
                        .anyMatch(asked -> asked.kind() == Pending.Kind.CONFIRM
                                && asked.owner().equals(job.id()));
        if (job == null || !watched || job.install() == null || job.manifest() == null) {
            return;
        }
        turn.forget(job.id());
        Trials.takeBack(turn, job, new Installs.Site(id, job.install(), job.manifest()), why(turn, id));
    }

    /** Why an image that fails to boot is taken back. */
    static String why(Turn turn, ComponentId id) {
        return "it failed to boot " + turn.record(id).boots().failures() + " times in a row";
    }

    private static void raise(Turn turn, ComponentId id) {
        find(turn, id);
        Checks.evaluate(turn, id);
    }

    /** True when the node died in the hook of the active bank as often as starts are allowed. */
    static boolean oftenCutOff(Turn turn, ComponentId id) {
        return turn.record(id).boots().cutOffs() >= turn.spec(id).bootFailuresMax();
    }

    /**
     * True when the node died in the hook of the active bank as often as starts are allowed, and another bank is good. Then
     * that is the finding; with nothing else to run, or an unmanaged bank, which is never a finding, the hook is tried for
     * ever.
     */
    static boolean cutOffTooOften(Turn turn, ComponentId id, BankId bank) {
        ComponentRecord entry = turn.record(id);
        boolean another = turn.spec(id).banks().stream()
                .anyMatch(
                        other -> other != bank && turn.component(id).bank(other).good());
        boolean managed = turn.component(id).bank(bank).manifest() != null;
        if (!another || !managed || !oftenCutOff(turn, id)) {
            return false;
        }
        turn.persist(id, entry.with(entry.boots().failedByCutOffs()));
        find(turn, id);
        return true;
    }

    private static void find(Turn turn, ComponentId id) {
        ComponentRecord entry = turn.record(id);
        Bank active = turn.component(id).bank(entry.active());
        Digest image = image(entry, active);
        if (image == null) {
            // Nobody knows what it should be: unmanaged, so never a finding.
            return;
        }
        long now = turn.now.uptimeMillis();
        Boots news = entry.boots().finding(image, now);
        ComponentRecord told = entry.with(news);
        if (news.recent(image, now) >= 2) {
            told = told.withQuarantine(new Quarantine(image, AGAIN, now));
            turn.note("QuarantineStarted", id, "", id.value(), image.brief(), AGAIN);
        }
        turn.persist(id, told);
        if (active.good()) {
            turn.put(turn.component(id).with(active.with(BankCondition.FAILING, why(turn, id))));
        }
        sink(turn, id);
    }

    /** Manifest of the image in a bank; before the bank was read that is the one it is bound to, since reports do not wait. */
    private static @Nullable Digest image(ComponentRecord entry, Bank bank) {
        SignedManifest manifest = bank.manifest();
        if (manifest != null) {
            return manifest.digest();
        }
        return bank.condition().unknown() ? entry.boundTo(bank.id()) : null;
    }

    /** Banks whose image is in quarantine now may not be started any more. */
    static void sink(Turn turn, ComponentId id) {
        for (BankId bank : turn.spec(id).banks()) {
            Bank state = turn.component(id).bank(bank);
            SignedManifest manifest = state.manifest();
            boolean intact = state.good() || state.condition() == BankCondition.FAILING;
            if (intact && manifest != null && turn.record(id).quarantined(manifest.digest())) {
                turn.put(turn.component(id).with(state.with(BankCondition.QUARANTINED, "its manifest is quarantined")));
            }
        }
    }

    /**
     * The node goes over to another bank. The image that fails to boot is intact: it stays where it is, and would have to
     * prove itself anew; nothing is written over it, and it is not written again.
     */
    static void leave(Turn turn, ComponentId id) {
        ComponentRecord entry = turn.record(id);
        Bank active = turn.component(id).bank(entry.active());
        if (active.condition() == BankCondition.FAILING) {
            turn.put(turn.component(id).with(active.with(BankCondition.GOOD, "")));
            turn.persist(id, entry.withUnproven(active.id(), true));
        }
    }
}
