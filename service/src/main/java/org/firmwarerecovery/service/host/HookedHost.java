package org.firmwarerecovery.service.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.firmwarerecovery.update.io.hook.HostHook;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host that the operator's commands switch. One thread looks at its power again and again, so that no request waits for a
 * command; resets run on the thread of the request, one at a time. Thread-safe.
 */
public final class HookedHost implements Host {
    /** As {@code systemctl is-active} says it; any other status than this and 0 says nothing about the host. */
    static final int STATUS_OFF = 3;

    private static final Logger LOG = LoggerFactory.getLogger(HookedHost.class);
    private static final long CLOSE_MILLIS_MAX = 2_000;

    private final HostCommands commands;
    private final StopSignal stop = new StopSignal();
    private final ReentrantLock resets = new ReentrantLock();
    private final ReentrantLock state = new ReentrantLock();
    private final Condition looksNow = state.newCondition();
    private final Thread watch;
    private @Nullable Boolean on;
    private BootOverride boot = BootOverride.none(Optional.empty());
    private boolean lookWanted;

    private HookedHost(HostCommands commands) {
        this.commands = commands;
        this.watch = new Thread(this::watch, "host-power");
        watch.setDaemon(true);
    }

    /** A host with these commands; its power is watched from now on, where there is a command for it. */
    public static HookedHost start(HostCommands commands) {
        HookedHost host = new HookedHost(commands);
        if (!commands.power().isEmpty()) {
            host.watch.start();
        }
        return host;
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public List<ResetType> resetTypes() {
        return commands.reset().isEmpty() ? List.of() : commands.resetTypes();
    }

    @Override
    public List<String> bootTargets() {
        if (resetTypes().isEmpty() || commands.bootTargets().isEmpty()) {
            return List.of();
        }
        List<String> targets = new ArrayList<>(List.of(BootOverride.OWN_ORDER));
        commands.bootTargets().stream()
                .filter(target -> !targets.contains(target))
                .forEach(targets::add);
        return targets;
    }

    @Override
    public Optional<Boolean> on() {
        state.lock();
        try {
            return Optional.ofNullable(on);
        } finally {
            state.unlock();
        }
    }

    @Override
    public BootOverride boot() {
        state.lock();
        try {
            return boot;
        } finally {
            state.unlock();
        }
    }

    @Override
    public void boot(UnaryOperator<BootOverride> change) {
        state.lock();
        try {
            boot = change.apply(boot);
        } finally {
            state.unlock();
        }
    }

    @Override
    public Outcome reset(ResetType type) {
        if (!resets.tryLock()) {
            return new Outcome.Busy();
        }
        try {
            BootOverride before = boot();
            boolean ran = on().orElse(true);
            HostHook.Ending ending = run("reset", commands.reset(), type, before);
            if (!ending.well()) {
                return new Outcome.Failed(ending.why());
            }
            finish(type, before, ran);
            return new Outcome.Done();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        } finally {
            resets.unlock();
        }
    }

    private void finish(ResetType type, BootOverride before, boolean ran) {
        state.lock();
        try {
            // What was asked for meanwhile is for the next boot.
            if (type.boots(ran) && boot.equals(before)) {
                boot = boot.afterBoot();
            }
            lookWanted = true;
            looksNow.signal();
        } finally {
            state.unlock();
        }
    }

    private HostHook.Ending run(String hook, List<String> command, @Nullable ResetType type, BootOverride override)
            throws InterruptedException {
        TreeMap<String, String> environment = new TreeMap<>();
        environment.put("HOOK", hook);
        environment.put("RESET_TYPE", type == null ? "" : type.label());
        environment.put("BOOT_TARGET", override.next());
        environment.put("BOOT_ONCE", Boolean.toString(!override.afterBoot().equals(override)));
        return HostHook.run(command, environment, commands.within(), stop);
    }

    private void watch() {
        try {
            while (!stop.requested()) {
                HostHook.Ending ending = run("power", commands.power(), null, boot());
                note(ending);
                state.lock();
                try {
                    long left = commands.powerInterval().toNanos();
                    while (left > 0 && !lookWanted && !stop.requested()) {
                        left = looksNow.awaitNanos(left);
                    }
                    lookWanted = false;
                } finally {
                    state.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(HostHook.Ending ending) {
        OptionalInt status = ending.status();
        boolean known = ending.well() || status.equals(OptionalInt.of(STATUS_OFF));
        if (!known && !stop.requested()) {
            LOG.warn("the power of the host is not known: {}", ending.why());
        }
        state.lock();
        try {
            on = known ? Boolean.valueOf(ending.well()) : null;
        } finally {
            state.unlock();
        }
    }

    @Override
    public void close() {
        stop.request();
        watch.interrupt();
        try {
            watch.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
