package org.firmwarerecovery.update.recovery;

import java.time.Instant;
import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.jspecify.annotations.Nullable;

/**
 * One run from a finding to a healthy component, or held.
 *
 * <pre>
 * Finding -> LocalSources -> Searching -> Negotiating -> Transferring -> Verifying -> Writing -> Activating -> Probation -> Healthy
 *                ^______________________ Backoff (budget left) <______ any failure ______|
 *                Held (budget spent, policy asks, or nothing eligible)
 * </pre>
 *
 * @param id its id under Recoveries
 * @param component the component it repairs
 * @param bank the bank of the finding
 * @param finding why
 * @param phase where it stands
 * @param startedAt wall clock of the finding
 * @param startedUptime uptime of the finding in milliseconds
 * @param attempt attempts begun since it began, or since an operator started it anew
 * @param wakeAt uptime at which it goes on by itself, -1 when it waits for something else
 * @param negotiation the running negotiation, null outside of one
 * @param jobId the last job (Task) it ran, null before the first
 * @param tried labels of the sources that failed in this attempt
 * @param story its history
 */
public record Recovery(
        String id,
        ComponentId component,
        BankId bank,
        Finding finding,
        RecoveryPhase phase,
        Instant startedAt,
        long startedUptime,
        int attempt,
        long wakeAt,
        @Nullable Negotiation negotiation,
        @Nullable String jobId,
        List<String> tried,
        Story story) {
    /** Copies the list. */
    public Recovery {
        tried = List.copyOf(tried);
    }

    /** The same recovery in another phase, not waiting for a time. */
    public Recovery in(RecoveryPhase next) {
        return copy(next, attempt, -1, negotiation, jobId, tried, story);
    }

    /** The same recovery, to go on at an uptime. */
    public Recovery wakingAt(long uptime) {
        return copy(phase, attempt, uptime, negotiation, jobId, tried, story);
    }

    /** The same recovery outside of a negotiation. */
    public Recovery withoutNegotiation() {
        return copy(phase, attempt, wakeAt, null, jobId, tried, story);
    }

    /** The same recovery with another negotiation. */
    public Recovery with(Negotiation next) {
        return copy(phase, attempt, wakeAt, next, jobId, tried, story);
    }

    /** The same recovery with another job. */
    public Recovery running(String job) {
        return copy(phase, attempt, wakeAt, negotiation, job, tried, story);
    }

    /** The same recovery with another history. */
    public Recovery with(Story next) {
        return copy(phase, attempt, wakeAt, negotiation, jobId, tried, next);
    }

    /** The same recovery with the sources that failed in this attempt. */
    public Recovery trying(List<String> failed) {
        return copy(phase, attempt, wakeAt, negotiation, jobId, failed, story);
    }

    /** The same recovery after one more attempt was begun. */
    public Recovery attempted() {
        return copy(phase, attempt + 1, wakeAt, negotiation, jobId, tried, story);
    }

    /** The same recovery as if nothing had been tried: the pauses between attempts are short again. */
    public Recovery withFreshAttempts() {
        return copy(phase, 0, wakeAt, negotiation, jobId, tried, story);
    }

    /** The same recovery about another bank or for another reason. */
    public Recovery about(BankId other, Finding why) {
        return new Recovery(
                id,
                component,
                other,
                why,
                phase,
                startedAt,
                startedUptime,
                attempt,
                wakeAt,
                negotiation,
                jobId,
                tried,
                story);
    }

    /**
     * What is known of the recovery after a restart: not the negotiation, only whom it judged and how. Of the times at
     * which it would have gone on only the end of a hold counts: a pause is over with the restart.
     */
    public Recovery remembered() {
        Story told = negotiation == null ? story : story.judging(negotiation.candidates());
        return copy(phase, attempt, phase == RecoveryPhase.HELD ? wakeAt : -1, null, jobId, tried, told);
    }

    /** True while it owns its component. */
    public boolean active() {
        return !phase.over();
    }

    private Recovery copy(
            RecoveryPhase nextPhase,
            int nextAttempt,
            long nextWake,
            @Nullable Negotiation nextNegotiation,
            @Nullable String nextJob,
            List<String> nextTried,
            Story nextStory) {
        return new Recovery(
                id,
                component,
                bank,
                finding,
                nextPhase,
                startedAt,
                startedUptime,
                nextAttempt,
                nextWake,
                nextNegotiation,
                nextJob,
                nextTried,
                nextStory);
    }
}
