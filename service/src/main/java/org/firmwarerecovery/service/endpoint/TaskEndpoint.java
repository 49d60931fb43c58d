package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.Task;
import org.firmwarerecovery.redfish.resource.TaskService;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.RawExchange;
import org.firmwarerecovery.service.resource.RawRoute;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.service.resource.UriTemplate;
import org.firmwarerecovery.service.task.TaskBoard;
import org.firmwarerecovery.service.task.TaskView;

/**
 * Tasks and their monitors. A Task always answers 200 with the truth; its monitor answers 202 with the Task while it runs
 * and then what the operation would have answered. Both stay readable after the end, since clients take a vanished monitor
 * for a success.
 */
public final class TaskEndpoint {
    static final String SERVICE = "/redfish/v1/TaskService";
    static final String TASKS = SERVICE + "/Tasks";

    private static final long MINUTES_MAX = 525_600;

    private final TaskBoard board;
    private final Supplier<Instant> now;
    private final boolean failedMonitorIsTask;
    private final LiveSettings settings;

    /**
     * Shows the tasks of a board.
     *
     * @param settings how long finished tasks are kept
     * @param failedMonitorIsTask {@code tasks.failedMonitor: task}: 200 with the Task, where the default is 4xx
     */
    public TaskEndpoint(TaskBoard board, Supplier<Instant> now, LiveSettings settings, boolean failedMonitorIsTask) {
        this.settings = settings;
        this.board = board;
        this.now = now;
        this.failedMonitorIsTask = failedMonitorIsTask;
    }

    /** TaskService, Tasks and a task. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.of(TaskService.ODATA_TYPE, SERVICE)
                        .name("Task Service")
                        .description("Long operations of this node.")
                        .volatileMembers("DateTime")
                        .read(call -> Optional.of(TaskService.builder()
                                .serviceEnabled(true)
                                .status(Status.enabled())
                                .dateTime(now.get())
                                .completedTaskOverWritePolicy("Oldest")
                                .lifeCycleEventOnTaskStateChange(true)
                                .taskAutoDeleteTimeoutMinutes(
                                        settings.tasksKept().toMinutes())
                                .tasks(Link.to(TASKS))
                                .build()))
                        .patch(Rules.class, (call, body) -> change(body))
                        .action(ActionDeclaration.of(
                                "DeleteAllCompletedTasks",
                                "Forgets all finished tasks.",
                                NoParameters.class,
                                (call, body) -> removeFinished(call)))
                        .build(),
                ResourceDeclaration.collection("TaskCollection", TASKS)
                        .name("Tasks")
                        .description("Running and finished tasks.")
                        .members(call -> Optional.of(board.ids()))
                        .build(),
                ResourceDeclaration.of(Task.ODATA_TYPE, TASKS + "/{TaskId}")
                        .name("Task")
                        .description("A long operation; a DELETE stops it, or removes it when it is over.")
                        .read(call -> board.find(call.id()).map(TaskView::task))
                        .remove(this::remove)
                        .build());
    }

    /** Body of a PATCH of the service. */
    record Rules(Field<Long> taskAutoDeleteTimeoutMinutes) {}

    /** Body of an action without parameters. */
    record NoParameters() {}

    /** The monitors. */
    public RawRoute monitors() {
        return new Monitor();
    }

    private Reply change(Rules body) {
        Wishes wishes = new Wishes();
        long minutes = wishes.number(
                body.taskAutoDeleteTimeoutMinutes(),
                "TaskAutoDeleteTimeoutMinutes",
                1,
                MINUTES_MAX,
                settings.tasksKept().toMinutes());
        wishes.require();
        settings.keepTasks(Duration.ofMinutes(minutes));
        return Reply.changed(SERVICE);
    }

    private Reply removeFinished(Call call) {
        board.removeFinished(RecoveryEndpoint.operator(call));
        return Reply.done();
    }

    private Reply remove(Call call) {
        board.remove(call.parameter("TaskId"), RecoveryEndpoint.operator(call));
        return Reply.done();
    }

    /** {@code .../Tasks/{id}/Monitor}. */
    private final class Monitor implements RawRoute {
        @Override
        public UriTemplate uri() {
            return new UriTemplate(TASKS + "/{TaskId}/Monitor");
        }

        @Override
        public String description() {
            return "The task monitor: answers like the operation once it is over; a DELETE stops it.";
        }

        @Override
        public List<String> methods() {
            return List.of("GET", "DELETE");
        }

        @Override
        public String entity() {
            return "Task";
        }

        @Override
        public void serve(RawExchange exchange) throws IOException {
            Call call = exchange.call();
            TaskView view = board.find(call.id())
                    .orElseThrow(() -> new RedfishException(404, BaseMessages.resourceMissingAtURI(call.path())));
            if (call.method().equals("DELETE")) {
                remove(call);
                exchange.empty(204);
                return;
            }
            String task = TASKS + "/" + call.id();
            if (view.ending() == TaskView.Ending.FAILED && !failedMonitorIsTask) {
                throw new RedfishException(400, view.failure(), Map.of());
            }
            boolean running = view.ending() == TaskView.Ending.NONE;
            if (running) {
                // No Retry-After here: it ends sushy's wait with a TypeError.
                exchange.setHeader("Location", task + "/Monitor");
            }
            exchange.json(
                    running ? 202 : 200,
                    exchange.document(task)
                            .orElseThrow(
                                    () -> new RedfishException(404, BaseMessages.resourceMissingAtURI(call.path()))));
        }
    }
}
