package org.firmwarerecovery.service.wiring;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.firmwarerecovery.service.task.FinishedTasks;
import org.firmwarerecovery.update.io.runtime.NodeLoop;
import org.firmwarerecovery.update.node.NodeEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the node forget finished tasks after {@code tasks.keep}. One thread of its own. */
final class TaskKeeper implements AutoCloseable {
    /** How often it looks; a task may live this much longer. */
    static final Duration LOOK_EVERY = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(TaskKeeper.class);

    private final NodeLoop loop;
    private final Supplier<Duration> kept;
    private final FinishedTasks finished = new FinishedTasks();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(null, this::run, "task-keeper", 0);

    private TaskKeeper(NodeLoop loop, Supplier<Duration> kept) {
        this.loop = loop;
        this.kept = kept;
    }

    /** Looks from now on. */
    static TaskKeeper start(NodeLoop loop, Supplier<Duration> kept) {
        TaskKeeper keeper = new TaskKeeper(loop, kept);
        keeper.thread.setDaemon(true);
        keeper.thread.start();
        return keeper;
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join();
    }

    private void run() {
        try {
            while (!closing.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                for (String id : finished.due(loop.state().jobs().values(), loop.uptimeMillis(), kept.get())) {
                    loop.command(command -> new NodeEvent.CancelJob(command, id, "TaskAutoDeleteTimeoutMinutes"))
                            .whenComplete((answer, failure) -> LOG.info("task {} forgotten after its time", id));
                }
            }
        } catch (InterruptedException e) {
            LOG.error("finished tasks are no longer forgotten", e);
        }
    }
}
