package org.firmwarerecovery.service.task;

import java.util.List;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.resource.Task;

/**
 * A task as it is now.
 *
 * @param task its resource
 * @param ending how it ended, or that it has not
 * @param failure why it failed, the most useful message first; empty unless it did
 */
public record TaskView(Task task, Ending ending, List<Message> failure) {
    /** How a task ended. */
    public enum Ending {
        /** It has not. */
        NONE,
        /** It did what it should. */
        COMPLETED,
        /** It did not. */
        FAILED,
        /** Somebody stopped it. */
        CANCELLED
    }

    /** Copies the list. */
    public TaskView {
        failure = List.copyOf(failure);
    }
}
