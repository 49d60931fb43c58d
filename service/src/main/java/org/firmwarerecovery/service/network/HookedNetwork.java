package org.firmwarerecovery.service.network;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.firmwarerecovery.update.io.hook.HostHook;
import org.firmwarerecovery.update.io.work.StopSignal;

/**
 * Settings of the machine's network behind the operator's programs: what its interfaces are set to, and where it gets the time. One
 * program runs at a time. Thread-safe.
 */
public final class HookedNetwork implements AutoCloseable {
    private static final int OUTPUT_BYTES_MAX = 64 * 1024;
    private static final HostHook.Ending STOPPED = new HostHook.Ending(OptionalInt.empty(), "the node stops");

    private final NetworkCommands commands;
    private final StopSignal stop = new StopSignal();
    private final ReentrantLock turn = new ReentrantLock(true);
    private final HookedSettings<InterfaceSettings> interfaces;
    private final HookedSettings<TimeSettings> time;

    /**
     * Behind these programs; none is run before somebody asks.
     *
     * @param nanos a clock that never goes back
     */
    public HookedNetwork(NetworkCommands commands, LongSupplier nanos) {
        this.commands = commands;
        ReentrantLock changes = new ReentrantLock();
        this.interfaces = new HookedSettings<>(this, "interface", InterfaceSettings.class, changes, nanos);
        this.time = new HookedSettings<>(this, "ntp", TimeSettings.class, changes, nanos);
    }

    /** The network behind these programs; empty where nothing can be read. */
    public static Optional<HookedNetwork> of(NetworkCommands commands) {
        return commands.read().isEmpty()
                ? Optional.empty()
                : Optional.of(new HookedNetwork(commands, System::nanoTime));
    }

    /** Whether there is a program that changes them. */
    public boolean writable() {
        return !commands.write().isEmpty();
    }

    /** What interfaces are set to, by the name of the interface. */
    public HookedSettings<InterfaceSettings> interfaces() {
        return interfaces;
    }

    /** Where the machine gets the time; its one name is empty. */
    public HookedSettings<TimeSettings> time() {
        return time;
    }

    /** What the program prints about a subject. Blocks until it is its turn and it has ended. */
    HostHook.Answer read(String subject, String name) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (stop.requested()) {
                return new HostHook.Answer(STOPPED, "");
            }
            return HostHook.ask(
                    commands.read(),
                    environment("network-read", subject, name),
                    commands.within(),
                    stop,
                    OUTPUT_BYTES_MAX);
        } finally {
            turn.unlock();
        }
    }

    /** Has the program change a subject. Blocks as {@link #read}. */
    HostHook.Ending write(String subject, String name, String settings) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (stop.requested()) {
                return STOPPED;
            }
            TreeMap<String, String> environment = environment("network-write", subject, name);
            environment.put("SETTINGS", settings);
            return HostHook.run(commands.write(), environment, commands.within(), stop);
        } finally {
            turn.unlock();
        }
    }

    private static TreeMap<String, String> environment(String hook, String subject, String name) {
        TreeMap<String, String> environment = new TreeMap<>();
        environment.put("HOOK", hook);
        environment.put("SUBJECT", subject);
        environment.put("INTERFACE", name);
        return environment;
    }

    /** Ends the program that runs; none is run any more, not even for those that wait for their turn. */
    @Override
    public void close() {
        stop.request();
    }
}
