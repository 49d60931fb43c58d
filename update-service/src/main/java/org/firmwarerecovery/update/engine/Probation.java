package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.Pending;
import org.firmwarerecovery.update.recovery.RecoveryPhase;

/**
 * The time in which a new image has to prove itself. An image that was asked and did not agree in time is taken back and
 * quarantined. One that could not be asked, because the program that asks cannot be started or because this node broke down
 * over it, is asked again with growing pauses; when its time is over it is taken back as well, but nobody is blamed.
 */
final class Probation {
    private static final String STARTED = "ProbationStarted";
    /** Says that the image on trial could not be asked. */
    static final String NOT_ASKED = "ConfirmationNotAsked";
    /** How the reason begins when an image was taken back without having been asked. */
    static final String NEVER_ASKED = "it could not be asked whether it works: ";

    /** With less than this left there is no sense in asking once more. */
    private static final long LAST_MILLIS = 1_000;

    private Probation() {}

    /** The image runs: from here on it is watched. */
    static void begin(Turn turn, Job activated, Installs.Site site) {
        Job watched = turn.tell(
                activated.in(JobPhase.PROBATION),
                RecoveryPhase.PROBATION,
                STARTED,
                site.id().value(),
                site.install().bank().label());
        ask(turn, watched, site, 0, Duration.ZERO, turn.spec(site.id()).confirmWithin());
    }

    private static void ask(Turn turn, Job job, Installs.Site site, int times, Duration after, Duration within) {
        ComponentId id = site.id();
        BankId bank = site.install().bank();
        turn.start(
                Jobs.pending(Pending.Kind.CONFIRM, job, "", times),
                after.plus(within).plus(turn.limits.hookTimeout()),
                effectId -> new NodeEffect.AwaitConfirmation(effectId, id, bank, after, within));
    }

    /** The image proved itself, did not, or could not be asked. */
    static void onAnswer(Turn turn, Job job, Installs.Site site, Pending asked, NodeEvent.Outcome outcome) {
        if (!(outcome instanceof NodeEvent.ConfirmationEnded ended)) {
            askAgain(turn, job, site, asked.index() + 1, Outcomes.reason(outcome));
        } else if (ended.confirmed() && !holds(turn, site)) {
            // What answered was in memory; what is in the bank is something else by now.
            Trials.lose(turn, job, site.id(), site.install(), bank(turn, site));
        } else if (ended.confirmed()) {
            ComponentId id = site.id();
            turn.persist(id, turn.record(id).confirmed(site.manifest().securityVersion(), turn.now.uptimeMillis()));
            Installs.sinkBelowFloor(turn, id);
            Installs.succeed(turn, job);
        } else {
            Trials.takeBack(turn, job, site, "it was not confirmed: " + ended.detail());
        }
    }

    private static Bank bank(Turn turn, Installs.Site site) {
        return turn.component(site.id()).bank(site.install().bank());
    }

    /** True when the bank on trial holds the image on trial: nothing else is proven by its answer. */
    private static boolean holds(Turn turn, Installs.Site site) {
        Bank bank = bank(turn, site);
        SignedManifest manifest = bank.manifest();
        return bank.good()
                && manifest != null
                && manifest.digest().equals(site.manifest().digest());
    }

    private static void askAgain(Turn turn, Job job, Installs.Site site, int times, String why) {
        String bank = site.install().bank().label();
        List<String> args = List.of(site.id().value(), bank, why);
        Job told = saidLast(job, args) ? job : turn.tell(job, null, NOT_ASKED, args.toArray(new String[0]));
        long left = end(turn, told, site.id()) - turn.now.uptimeMillis();
        if (left < LAST_MILLIS) {
            Trials.withdraw(turn, told, site.id(), site.install(), NEVER_ASKED + why);
            return;
        }
        long pause = Math.min(Budgets.pause(turn, times), left / 2);
        ask(turn, told, site, times, Duration.ofMillis(pause), Duration.ofMillis(left - pause));
    }

    /** True when the same was said last: one cause is told once, however often it is met. */
    private static boolean saidLast(Job job, List<String> args) {
        List<JobMessage> all = job.report().messages();
        JobMessage last = all.isEmpty() ? null : all.get(all.size() - 1);
        return last != null && last.key().equals(NOT_ASKED) && last.args().equals(args);
    }

    /** Uptime at which the time of the image is over; 0, so long ago, when so much was said since that nobody knows. */
    static long end(Turn turn, Job job, ComponentId id) {
        long began = -1;
        for (JobMessage message : job.report().messages()) {
            began = message.key().equals(STARTED) ? message.uptimeMillis() : began;
        }
        return began < 0 ? 0 : began + turn.spec(id).confirmWithin().toMillis();
    }

    /** True when the last that is known against the image of a job is that it could not be asked. */
    static boolean notAsked(Job job) {
        return Trials.lastReason(job)
                .filter(message -> message.key().equals(NOT_ASKED))
                .isPresent();
    }

    /** True when an image ended without having proven itself, but nothing speaks against it. */
    static boolean nobodyToBlame(Job job) {
        List<String> blameless = List.of(NOT_ASKED, Trials.NOT_STARTED);
        return job.end() != null
                && job.end().outcome() != JobEnd.Outcome.SUCCEEDED
                && Trials.lastReason(job)
                        .filter(message -> blameless.contains(message.key()))
                        .isPresent();
    }
}
