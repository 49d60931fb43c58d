package org.firmwarerecovery.update.io.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.update.node.Answer;

/** Completes answers on a thread of its own, so that whatever hangs on them never holds the loop. */
final class Replies implements AutoCloseable {
    private static final int THREADS = 2;
    private static final long IDLE_SECONDS = 10;

    // Unbounded, but never longer than the number of commands that wait, which has a limit.
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Replies::thread);

    Replies() {
        threads.allowCoreThreadTimeOut(true);
    }

    void complete(CompletableFuture<Answer> waiting, Answer answer) {
        run(() -> waiting.complete(answer));
    }

    void fail(CompletableFuture<Answer> waiting, Throwable cause) {
        run(() -> waiting.completeExceptionally(cause));
    }

    @Override
    public void close() {
        threads.shutdown();
    }

    private void run(Runnable completion) {
        try {
            threads.execute(completion);
        } catch (RejectedExecutionException e) {
            // Stopped: nobody else would tell the one who waits.
            completion.run();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "node-reply");
        thread.setDaemon(true);
        return thread;
    }
}
