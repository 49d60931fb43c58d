package org.firmwarerecovery.service.task;

import java.util.List;
import java.util.Optional;

/** The tasks there are, running and remembered. Reads never block; any thread. */
public interface TaskBoard {
    /** Ids, oldest first. */
    List<String> ids();

    /** The task with this id. */
    Optional<TaskView> find(String id);

    /** The task with this id is to stop; a finished one is forgotten. Refusals are {@code RedfishException}s. */
    void remove(String id, String principal);

    /** All finished tasks are forgotten. */
    void removeFinished(String principal);
}
