package org.firmwarerecovery.service.event;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.TaskMessages;
import org.firmwarerecovery.service.task.StoryMessages;
import org.firmwarerecovery.update.io.runtime.NoteListener;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobEnd;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the node's machine does into facts: each of its notes, of which there is one for every step of a recovery, and the
 * beginning, end and removal of each task (TaskService.LifeCycleEventOnTaskStateChange). Loop thread only.
 */
public final class NodeStory implements NoteListener, Consumer<NodeState> {
    private final EventSink sink;
    private final InstantSource wall;
    /** Tasks as they were told last; true = over. */
    private final TreeMap<String, Boolean> tasks = new TreeMap<>();

    private @Nullable NodeState state;

    /**
     * Reports to {@code sink}.
     *
     * @param remembered tasks of the last run, whose beginning is old news
     */
    public NodeStory(EventSink sink, InstantSource wall, List<Job> remembered) {
        this.sink = sink;
        this.wall = wall;
        remembered.forEach(job -> tasks.put(job.id(), job.ended()));
    }

    @Override
    public void accept(NodeState next) {
        state = next;
        for (Job job : next.jobs().values()) {
            Boolean known = tasks.get(job.id());
            if (known == null) {
                tell(TaskMessages.taskStarted(job.id()), job.report().startedAt(), job.id());
            }
            if (job.end() != null && !Boolean.TRUE.equals(known)) {
                Instant ended = job.report().endedAt();
                tell(last(job.id(), job.end()), ended == null ? wall.instant() : ended, job.id());
            }
            tasks.put(job.id(), job.ended());
        }
        if (tasks.size() > next.jobs().size()) {
            for (String id : List.copyOf(tasks.keySet())) {
                if (!next.jobs().containsKey(id)) {
                    tasks.remove(id);
                    tell(TaskMessages.taskRemoved(id), wall.instant(), id);
                }
            }
        }
    }

    private static Message last(String id, JobEnd end) {
        return switch (end.outcome()) {
            case SUCCEEDED -> TaskMessages.taskCompletedOK(id);
            case FAILED -> TaskMessages.taskAborted(id);
            case CANCELLED -> TaskMessages.taskCancelled(id);
        };
    }

    private void tell(Message message, Instant at, String task) {
        sink.publish(new EventFact(EventFact.Log.EVENTS, message, at, EventPaths.TASKS + "/" + task, "Task", null));
    }

    @Override
    public void note(NodeEffect.Note note, Moment now) {
        Message message = StoryMessages.of(note.key(), note.args());
        NodeState known = state;
        String subject = note.subject();
        String origin = EventPaths.MANAGER;
        String type = "Manager";
        if (known != null && known.recoveries().containsKey(subject)) {
            origin = EventPaths.RECOVERIES + "/" + subject;
            type = "FirmwareRecoveryRecord";
        } else if (known != null && known.jobs().containsKey(subject)) {
            origin = EventPaths.TASKS + "/" + subject;
            type = "Task";
        } else if (note.component() != null) {
            origin = EventPaths.INVENTORY + "/" + note.component().value();
            type = "SoftwareInventory";
        }
        sink.publish(new EventFact(EventFact.Log.EVENTS, message, now.wallClock(), origin, type, null));
    }
}
