package org.firmwarerecovery.update.engine;

import java.util.Objects;
import org.firmwarerecovery.update.negotiation.DonorImage;
import org.firmwarerecovery.update.negotiation.Refusal;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.policy.Candidate.Phase;
import org.firmwarerecovery.update.recovery.Negotiation;
import org.firmwarerecovery.update.recovery.Recovery;

/** Donors that have the image but no free slot: not worth an attempt, so they are asked again within the same round. */
final class BusyDonors {
    private BusyDonors() {}

    /** A donor without a free slot is asked again after the pause it named, unless somebody else gives the image before. */
    static void onBusy(Turn turn, Recovery recovery, Candidate candidate, Refusal.DonorBusy busy) {
        Negotiation round = Objects.requireNonNull(recovery.negotiation());
        boolean accepting = candidate.phase() == Phase.ACCEPTING;
        Negotiation later = round.with(candidate.busy(busy.text()));
        if (accepting) {
            Recovery waiting = recovery.with(later);
            turn.put(waiting);
            Choices.next(turn, waiting);
        } else {
            long until = Math.max(round.collectUntil(), turn.now.in(busy.retryAfter()));
            Negotiation open = round.in(Phase.OFFERED).isEmpty() ? later.collecting(until) : later;
            Negotiations.settle(turn, recovery.with(open).wakingAt(open.collectUntil()));
        }
    }

    /** Opens the window again for the donors that had no free slot. */
    static void reopen(Turn turn, Recovery recovery, Negotiation round) {
        Negotiation open = round.collecting(turn.now.in(turn.policy.collect()));
        turn.put(recovery.with(open).wakingAt(open.collectUntil()));
    }

    /** The pause is over: everybody who had no free slot is asked again. */
    static void askAgain(Turn turn, Recovery recovery, Negotiation round) {
        Negotiation asking = round.collecting(turn.now.in(turn.policy.collect()));
        for (Candidate busy : round.in(Phase.BUSY)) {
            DonorImage image = busy.image();
            asking = asking.with(image == null ? busy.dropped(busy.reason()) : busy.in(Phase.REQUESTING));
        }
        Recovery next = recovery.with(asking).wakingAt(asking.collectUntil());
        turn.put(next);
        for (Candidate candidate : asking.in(Phase.REQUESTING)) {
            DonorImage image = candidate.image();
            boolean wasBusy = round.of(candidate.peer().uuid())
                    .filter(c -> c.phase() == Phase.BUSY)
                    .isPresent();
            if (image != null && wasBusy) {
                Negotiations.request(turn, next, candidate, image);
            }
        }
    }
}
