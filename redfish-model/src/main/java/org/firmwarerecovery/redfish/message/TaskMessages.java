package org.firmwarerecovery.redfish.message;

/**
 * Messages of the DMTF TaskEvent registry, for a task's own life. One factory per message, named as its key; the first
 * argument is the task's id.
 */
public final class TaskMessages {
    private static final String PREFIX = "TaskEvent";

    private TaskMessages() {}

    public static Message taskStarted(String task) {
        return make("TaskStarted", task);
    }

    public static Message taskCompletedOK(String task) {
        return make("TaskCompletedOK", task);
    }

    public static Message taskCompletedWarning(String task) {
        return make("TaskCompletedWarning", task);
    }

    public static Message taskAborted(String task) {
        return make("TaskAborted", task);
    }

    public static Message taskCancelled(String task) {
        return make("TaskCancelled", task);
    }

    public static Message taskRemoved(String task) {
        return make("TaskRemoved", task);
    }

    public static Message taskPaused(String task) {
        return make("TaskPaused", task);
    }

    public static Message taskResumed(String task) {
        return make("TaskResumed", task);
    }

    public static Message taskProgressChanged(String task, long percent) {
        return make("TaskProgressChanged", task, percent);
    }

    private static Message make(String key, Object... args) {
        return MessageCatalogue.standard().create(PREFIX, key, args);
    }
}
