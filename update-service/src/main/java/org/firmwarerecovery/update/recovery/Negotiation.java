package org.firmwarerecovery.update.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.policy.Need;

/**
 * One round of asking the network: who was asked, who offered, until when offers are collected.
 *
 * @param requestId 128-bit nonce of the round
 * @param searchId id of the multicast search, -1 when none runs
 * @param collectUntil uptime in milliseconds at which the collect window ends
 * @param need what donors are judged by
 * @param candidates everybody who was heard of, at most the limit of {@code NodeLimits}
 * @param chosen whether the window is over and candidates are ranked
 */
public record Negotiation(
        String requestId, long searchId, long collectUntil, Need need, List<Candidate> candidates, boolean chosen) {
    /** Copies the list. */
    public Negotiation {
        candidates = List.copyOf(candidates);
    }

    /** The candidate with that UUID. */
    public Optional<Candidate> of(String uuid) {
        return candidates.stream()
                .filter(candidate -> candidate.peer().uuid().equals(uuid))
                .findFirst();
    }

    /** The same round with one candidate replaced or added. */
    public Negotiation with(Candidate changed) {
        List<Candidate> all = new ArrayList<>();
        boolean known = false;
        for (Candidate candidate : candidates) {
            boolean same = candidate.peer().uuid().equals(changed.peer().uuid());
            known |= same;
            all.add(same ? changed : candidate);
        }
        if (!known) {
            all.add(changed);
        }
        return withAll(all);
    }

    /** The same round with other candidates. */
    public Negotiation withAll(List<Candidate> all) {
        return new Negotiation(requestId, searchId, collectUntil, need, all, chosen);
    }

    /** The same round without a running search. */
    public Negotiation searchOver() {
        return new Negotiation(requestId, -1, collectUntil, need, candidates, chosen);
    }

    /** The same round with its window open until another uptime. */
    public Negotiation collecting(long until) {
        return new Negotiation(requestId, searchId, until, need, candidates, false);
    }

    /** The same round, ranked. */
    public Negotiation ranked(List<Candidate> all) {
        return new Negotiation(requestId, searchId, collectUntil, need, all, true);
    }

    /** Candidates in a phase, in order. */
    public List<Candidate> in(Candidate.Phase phase) {
        return candidates.stream()
                .filter(candidate -> candidate.phase() == phase)
                .toList();
    }
}
