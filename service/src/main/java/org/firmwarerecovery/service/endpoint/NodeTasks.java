package org.firmwarerecovery.service.endpoint;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.task.JobTask;
import org.firmwarerecovery.service.task.TaskBoard;
import org.firmwarerecovery.service.task.TaskView;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.node.NodeEvent;

/** The node's jobs as tasks. */
final class NodeTasks implements TaskBoard {
    private final NodeContext context;

    NodeTasks(NodeContext context) {
        this.context = context;
    }

    @Override
    public List<String> ids() {
        return context.state().jobs().values().stream()
                .sorted(Comparator.comparingLong(job -> job.report().startedUptime()))
                .map(Job::id)
                .toList();
    }

    @Override
    public Optional<TaskView> find(String id) {
        return Optional.ofNullable(context.state().jobs().get(id))
                .map(job -> JobTask.of(
                        job,
                        TaskEndpoint.TASKS + "/" + job.id(),
                        context.facts().taskSeverity()));
    }

    @Override
    public void remove(String id, String principal) {
        context.commands().ask(command -> new NodeEvent.CancelJob(command, id, principal));
    }

    @Override
    public void removeFinished(String principal) {
        List<String> finished = context.state().jobs().values().stream()
                .filter(Job::ended)
                .map(Job::id)
                .toList();
        for (String id : finished) {
            try {
                remove(id, principal);
            } catch (RedfishException e) {
                // Somebody else was faster; any other refusal is the caller's to hear.
                if (e.status() != 404) {
                    throw e;
                }
            }
        }
    }
}
