package org.firmwarerecovery.conformance.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Kills a process (SIGKILL) on entering its n-th system call of a kind on one file, counted from now on: a crash by sequence,
 * never by time. Killed on entering a write, the bytes are not in the file; on entering a force, they are.
 *
 * @param file an existing file, by its absolute path
 * @param call names of system calls, with commas
 * @param nth counted from 1 for each thread of the process
 */
public record CallTrap(Path file, String call, int nth) {
    /** A write at a position, as file channels do it. */
    public static final String WRITE = "pwrite64";
    /** A read at a position, as file channels do it. */
    public static final String READ = "pread64";
    /** Making durable what was written. */
    public static final String FORCE = "fdatasync,fsync";

    /** A trap at the n-th write. */
    public static CallTrap write(Path file, int nth) {
        return new CallTrap(file, WRITE, nth);
    }

    /** A trap at the n-th force. */
    public static CallTrap force(Path file, int nth) {
        return new CallTrap(file, FORCE, nth);
    }

    /**
     * Lines of shell that set the trap for the process {@code $VICTIM} and end when it is set for every thread: one that was
     * born while the others were caught would escape, so then everybody is let go and caught again.
     */
    public String shell() {
        return """
                said=$(mktemp)
                while :; do
                    setsid strace -f -o /dev/null -P '%s' -e trace=%s -e inject=%s:signal=KILL:when=%d -p "$VICTIM" \\
                        >"$said" 2>&1 </dev/null &
                    tracer=$!
                    until grep -q attached "$said"; do
                        kill -0 "$tracer" || { cat "$said"; exit 1; }
                        sleep 0.02
                    done
                    grep -q 'TracerPid:[^1-9]*$' /proc/"$VICTIM"/task/*/status || break
                    kill "$tracer"
                    wait "$tracer"
                done
                rm -f "$said"
                """.formatted(file.toAbsolutePath(), call, call, nth);
    }

    /** Sets the trap for a process. */
    public void set(long victim, Path folder) throws Exception {
        List<String> command = List.of("sh", "-c", shell());
        Program.run(folder, Map.of("VICTIM", Long.toString(victim)), command).orFail(command);
    }
}
