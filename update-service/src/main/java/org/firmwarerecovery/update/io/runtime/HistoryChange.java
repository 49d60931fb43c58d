package org.firmwarerecovery.update.io.runtime;

import java.util.Objects;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobReport;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.Story;

/** How much a recovery or job changed, as far as its history goes. Pure. */
enum HistoryChange {
    /** Nothing that is remembered. */
    NONE,
    /** Only how many bytes came: worth a write now and then. */
    PROGRESS,
    /** What an operator would ask for after a restart: phase, a line of the story, the end. */
    EVENT;

    /** How much {@code after} differs from {@code before}. */
    static HistoryChange of(Recovery before, Recovery after) {
        Story told = before.story();
        Story tells = after.story();
        boolean same = before.phase() == after.phase()
                && before.bank() == after.bank()
                && before.finding() == after.finding()
                && before.attempt() == after.attempt()
                && before.wakeAt() == after.wakeAt()
                && Objects.equals(before.jobId(), after.jobId())
                && before.tried().equals(after.tried())
                && told.timeline().equals(tells.timeline())
                && told.candidates().equals(tells.candidates())
                && Objects.equals(told.donor(), tells.donor())
                && Objects.equals(told.endedAt(), tells.endedAt())
                && told.result().equals(tells.result())
                && told.reason().equals(tells.reason());
        return same ? progress(told.bytesPerDonor().equals(tells.bytesPerDonor())) : EVENT;
    }

    /** How much {@code after} differs from {@code before}. */
    static HistoryChange of(Job before, Job after) {
        JobReport said = before.report();
        JobReport says = after.report();
        boolean same = before.phase() == after.phase()
                && before.origin().equals(after.origin())
                && Objects.equals(before.component(), after.component())
                && before.source().equals(after.source())
                && Objects.equals(before.install(), after.install())
                && before.options().equals(after.options())
                && Objects.equals(before.end(), after.end())
                && said.bytesTotal() == says.bytesTotal()
                && Objects.equals(said.endedAt(), says.endedAt())
                && said.messages().equals(says.messages());
        return same
                ? progress(said.bytesDone() == says.bytesDone()
                        && said.bytesPerDonor().equals(says.bytesPerDonor()))
                : EVENT;
    }

    private static HistoryChange progress(boolean none) {
        return none ? NONE : PROGRESS;
    }
}
