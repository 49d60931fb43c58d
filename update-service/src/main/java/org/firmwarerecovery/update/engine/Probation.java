package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.job.JobPhase;
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
        ask(turn, watched, site, Duration.ZERO, turn.spec(site.id()).confirmWithin());
    }

    private static void ask(Turn turn, Job job, Installs.Site site, Duration after, Duration within) {
        ComponentId id = site.id();
        BankId bank = site.install().bank();
        turn.start(
                Jobs.pending(Pending.Kind.CONFIRM, job, "", -1),
                after.plus(within).plus(turn.limits.hookTimeout()),
                effectId -> new NodeEffect.AwaitConfirmation(effectId, id, bank, after, within));
    }

    /** The image proved itself, did not, or could not be asked. */
    static void onAnswer(Turn turn, Job job, Installs.Site site, NodeEvent.Outcome outcome) {
        if (!(outcome instanceof NodeEvent.ConfirmationEnded ended)) {
            askAgain(turn, job, site, Outcomes.reason(outcome));
        } else if (ended.confirmed()) {
            ComponentId id = site.id();
            turn.persist(id, turn.record(id).confirmed(site.manifest().securityVersion(), turn.now.uptimeMillis()));
            Installs.sinkBelowFloor(turn, id);
            Installs.succeed(turn, job);
        } else {
            Trials.takeBack(turn, job, site, "it was not confirmed: " + ended.detail());
        }
    }

    private static void askAgain(Turn turn, Job job, Installs.Site site, String why) {
        String bank = site.install().bank().label();
        Job told = turn.tell(job, null, NOT_ASKED, site.id().value(), bank, why);
        long left = end(turn, told, site.id()) - turn.now.uptimeMillis();
        if (left < LAST_MILLIS) {
            Trials.withdraw(turn, told, site.id(), site.install(), NEVER_ASKED + why);
            return;
        }
        long pause = Math.min(Budgets.pause(turn, timesNotAsked(told)), left / 2);
        ask(turn, told, site, Duration.ofMillis(pause), Duration.ofMillis(left - pause));
    }

    /** Uptime at which the time of the image is over. */
    private static long end(Turn turn, Job job, ComponentId id) {
        long began = Long.MIN_VALUE;
        for (JobMessage message : job.report().messages()) {
            began = message.key().equals(STARTED) ? message.uptimeMillis() : began;
        }
        return began == Long.MIN_VALUE
                ? began
                : began + turn.spec(id).confirmWithin().toMillis();
    }

    private static int timesNotAsked(Job job) {
        int times = 0;
        for (JobMessage message : job.report().messages()) {
            times = message.key().equals(STARTED) ? 0 : message.key().equals(NOT_ASKED) ? times + 1 : times;
        }
        return times;
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
