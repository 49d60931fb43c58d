package org.firmwarerecovery.update.io.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEffect.Async;
import org.jspecify.annotations.Nullable;

/**
 * The threads that carry out effects. Work on the banks of one component runs on one thread, in the order it was asked for, so
 * no two writers ever meet; hooks of a component have their own thread, since one may have to stop while a bank is read; peers
 * share a small pool; the image store and operators' sources have theirs. Threads appear when they are needed and go when
 * they are idle. All are daemons: a hook that hangs can not keep a stopped node alive.
 */
final class Lanes {
    private static final long IDLE_SECONDS = 10;

    private final LoopLimits limits;
    private final TreeMap<String, ThreadPoolExecutor> lanes = new TreeMap<>();

    Lanes(LoopLimits limits) {
        this.limits = limits;
    }

    /**
     * Runs {@code work} on the lane of {@code effect}.
     *
     * @throws java.util.concurrent.RejectedExecutionException when too many effects wait for that lane, or after the end
     */
    void execute(Async effect, Runnable work) {
        lane(effect).execute(work);
    }

    /** Ends the lanes; false when some thread was still at work after {@code within}. */
    boolean close(Duration within) throws InterruptedException {
        List<ThreadPoolExecutor> all;
        synchronized (this) {
            all = new ArrayList<>(lanes.values());
        }
        // No interrupts: they close the channels of flash and files. The stop signals of the effects end the work.
        all.forEach(ThreadPoolExecutor::shutdown);
        long until = System.nanoTime() + within.toNanos();
        boolean ended = true;
        for (ThreadPoolExecutor lane : all) {
            ended &= lane.awaitTermination(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        return ended;
    }

    private synchronized ThreadPoolExecutor lane(Async effect) {
        return lanes.computeIfAbsent(name(effect), this::open);
    }

    private ThreadPoolExecutor open(String name) {
        AtomicInteger number = new AtomicInteger();
        int threads = threads(name);
        ThreadPoolExecutor lane = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(limits.queueMax()),
                work -> {
                    Thread thread = new Thread(work, threads == 1 ? name : name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        lane.allowCoreThreadTimeOut(true);
        return lane;
    }

    private int threads(String name) {
        return switch (name) {
            case "network" -> limits.networkThreads();
            case "ingest" -> limits.ingestThreads();
            default -> 1;
        };
    }

    private static String name(Async effect) {
        ComponentId flash = component(effect);
        if (flash != null) {
            return "flash-" + flash;
        }
        if (effect instanceof NodeEffect.PrepareActivation hook) {
            return "hook-" + hook.component();
        }
        if (effect instanceof NodeEffect.Activate hook) {
            return "hook-" + hook.component();
        }
        if (effect instanceof NodeEffect.AwaitConfirmation hook) {
            return "hook-" + hook.component();
        }
        if (effect instanceof NodeEffect.Ingest) {
            return "ingest";
        }
        if (effect instanceof NodeEffect.CheckLibrary) {
            return "library";
        }
        return effect instanceof NodeEffect.OpenStaging || effect instanceof NodeEffect.VerifyImage
                ? "store"
                : "network";
    }

    private static @Nullable ComponentId component(Async effect) {
        if (effect instanceof NodeEffect.CheckBank check) {
            return check.component();
        }
        if (effect instanceof NodeEffect.WriteBank write) {
            return write.component();
        }
        if (effect instanceof NodeEffect.ReadBankBack read) {
            return read.component();
        }
        return effect instanceof NodeEffect.AdoptBank adopt ? adopt.component() : null;
    }
}
