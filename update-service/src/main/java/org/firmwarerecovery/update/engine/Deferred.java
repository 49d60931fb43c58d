package org.firmwarerecovery.update.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.jspecify.annotations.Nullable;

/**
 * Updates that an operator wants written later. The image is fetched and verified at once, so that a bad one is refused while
 * somebody looks; until its time comes it lies in the image store and no bank knows of it, so that recoveries and the
 * mirroring of banks go on as if there were none. Then it is judged again, against the floor and the banks of that time, and
 * goes the way of every other update. A restart does not end the wait; from the first write on it ends it as it ends that of
 * every other update.
 *
 * <pre>
 * VERIFYING -> WAITING -> [ApplyUpdates] due -> [component is free] VERIFYING -> WRITING ...
 * </pre>
 */
final class Deferred {
    private Deferred() {}

    /** Lets a verified image wait for its time. */
    static void wait(Turn turn, Job verified) {
        ComponentId id = verified.component();
        String name = id == null ? "" : id.value();
        turn.put(turn.tell(
                        verified,
                        null,
                        "UpdateWaits",
                        name,
                        verified.options().apply().label())
                .in(JobPhase.WAITING));
        if (id != null) {
            // It is nobody's owner any more: what the component needs goes on.
            Checks.evaluate(turn, id);
        }
    }

    /** Id of the job whose image waits to be written to a component, null when there is none. */
    static @Nullable String waitingFor(Turn turn, ComponentId id) {
        for (Job job : turn.jobs.values()) {
            if (job.phase() == JobPhase.WAITING && id.equals(job.component())) {
                return job.id();
            }
        }
        return null;
    }

    /** True for a job whose wait a restart does not end. */
    static boolean survives(Turn turn, Job job) {
        ComponentId id = job.component();
        return job.phase() == JobPhase.WAITING && id != null && turn.settings.component(id) != null;
    }

    /** The time of some of them has come. */
    static void onApply(Turn turn, NodeEvent.ApplyUpdates command) {
        List<String> begun = new ArrayList<>();
        for (Job job : turn.jobs.values()) {
            ComponentId id = job.component();
            boolean meant = id != null
                    && job.phase() == JobPhase.WAITING
                    && (command.components().isEmpty() || command.components().contains(id));
            if (!meant) {
                continue;
            }
            if (job.options().apply() == command.when()) {
                turn.put(turn.tell(job.due(), null, "UpdateDue", String.valueOf(id), command.principal()));
                begun.add(job.id());
            } else if (job.options().apply() == ApplyTime.IMMEDIATE) {
                // Its time came before, and it waits for whoever has the component: whoever asks again hears the same.
                begun.add(job.id());
            }
        }
        turn.reply(command.commandId(), new Answer.UpdatesApplied(begun));
    }

    /** Begins those whose time has come and whose component is free. */
    static void proceed(Turn turn) {
        for (Job job : turn.jobs.values()) {
            ComponentId id = job.component();
            boolean due = job.phase() == JobPhase.WAITING && job.options().apply() == ApplyTime.IMMEDIATE;
            // With every bank read the write begins in the same step: a restart finds it waiting, or written down.
            if (due && id != null && Updates.owner(turn, id) == null && !Checks.someUnchecked(turn.component(id))) {
                begin(turn, job, id);
            }
        }
    }

    private static void begin(Turn turn, Job job, ComponentId id) {
        Optional<SignedManifest> manifest = stored(turn, job);
        if (manifest.isEmpty()) {
            String why = "its image is not in the image store any more";
            Jobs.end(turn, turn.tell(job, null, "ImageNotRead", why), JobEnd.Outcome.FAILED, why);
            return;
        }
        Updates.takeOver(turn, id);
        Job ready = job.with(manifest.get()).in(JobPhase.VERIFYING);
        turn.put(ready);
        Updates.liftForced(turn, ready, id, manifest.get());
        Updates.banksRead(turn, id);
    }

    /** What the store says of the image: after a restart nothing else is known of it. */
    private static Optional<SignedManifest> stored(Turn turn, Job job) {
        if (!(job.source() instanceof ImageSource.Stored stored)) {
            return Optional.empty();
        }
        Digest image = stored.image();
        return turn.store.stream()
                .filter(candidate -> candidate.manifest().image().digest().equals(image))
                .findFirst();
    }
}
