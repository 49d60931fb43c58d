package org.firmwarerecovery.update.engine;

import java.util.List;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobMessage;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.recovery.Negotiation;
import org.firmwarerecovery.update.recovery.Recovery;

/** Tasks of attempts that ended before a donor granted anything: an operator finds the reasons where he looks for them. */
final class FailedAttempts {
    private FailedAttempts() {}

    /** An attempt that nobody's offer survived has a Task as well, so that the reasons stand there too. */
    static Recovery attempted(Turn turn, Recovery recovery, String last) {
        Negotiation round = recovery.negotiation();
        if (round == null || round.candidates().isEmpty()) {
            return recovery;
        }
        ImageSource nobody = new ImageSource.Operator("no donor");
        Job job = Jobs.create(turn, recovery, nobody, Placement.forRecovery(turn, recovery));
        JobReport report = job.report();
        for (Candidate candidate : round.in(Candidate.Phase.DROPPED)) {
            report = report.saying(new JobMessage(
                    "DonorDropped",
                    List.of(recovery.component().value(), candidate.peer().uuid(), candidate.reason()),
                    turn.now.wallClock(),
                    turn.now.uptimeMillis()));
        }
        turn.put(job.over(new JobEnd(JobEnd.Outcome.FAILED, last), report.ended(turn.now.wallClock())));
        Recovery linked = recovery.running(job.id());
        turn.put(linked);
        return linked;
    }

    /** Why nobody gave the image, as far as one sentence can say it. */
    static String lastReason(Recovery recovery) {
        Negotiation round = recovery.negotiation();
        if (round == null || round.candidates().isEmpty()) {
            return "no donor answered";
        }
        List<Candidate> dropped = round.in(Candidate.Phase.DROPPED);
        String why = dropped.isEmpty() ? "" : dropped.get(dropped.size() - 1).reason();
        return "none of " + round.candidates().size() + " candidates could give the image; the last: " + why;
    }
}
