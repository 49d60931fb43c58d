package org.firmwarerecovery.update.io.hook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that one run of a hook started. Children that detached themselves have no known parent any more, but they inherited
 * a mark in their environment. What wiped its environment or runs as another user is out of reach. Thread-safe.
 */
final class HookKin {
    /** Variable whose value is unique to the run. */
    static final String MARK = "FIRMWARE_RECOVERY_HOOK_RUN";

    private static final Logger LOG = LoggerFactory.getLogger(HookKin.class);

    /** A process may start another one while it is being ended. */
    private static final int ROUNDS_MAX = 5;

    /** Nothing that a hook starts writes as much in the time of a look without flooding its output. */
    private static final long FLOOD_BYTES = 1 << 20;

    private static final int ENVIRONMENT_BYTES_MAX = 256 * 1024;

    private final String mark;

    HookKin(String mark) {
        this.mark = mark;
    }

    String mark() {
        return mark;
    }

    /** Ends {@code process} and all its kin. */
    void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        for (int round = 0; round < ROUNDS_MAX; round++) {
            List<ProcessHandle> left = marked();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(ProcessHandle::destroyForcibly);
        }
        LOG.warn("a hook left programs behind that could not be ended");
    }

    /** Ends those of the kin that write more than {@link #FLOOD_BYTES} within {@code step}. Blocks that long. */
    void endThoseThatWrite(Duration step) throws InterruptedException {
        Map<ProcessHandle, Long> before = new LinkedHashMap<>();
        marked().forEach(process -> before.put(process, written(process)));
        TimeUnit.NANOSECONDS.sleep(step.toNanos());
        before.forEach((process, bytes) -> {
            if (written(process) - bytes > FLOOD_BYTES) {
                LOG.warn("a hook left process {} behind, which floods its output; it is ended", process.pid());
                process.destroyForcibly();
            }
        });
    }

    /** Bytes a process wrote so far, as the kernel counts them; 0 when that cannot be read. */
    private static long written(ProcessHandle process) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "io"))) {
                if (line.startsWith("wchar: ")) {
                    return Long.parseLong(line.substring("wchar: ".length()).strip());
                }
            }
        } catch (IOException e) {
            LOG.debug("{} ended or is not ours", process.pid(), e);
        }
        return 0;
    }

    private List<ProcessHandle> marked() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(this::carriesMark).toList();
        }
    }

    private boolean carriesMark(ProcessHandle process) {
        Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
        try (InputStream in = Files.newInputStream(environment)) {
            byte[] octets = in.readNBytes(ENVIRONMENT_BYTES_MAX);
            return new String(octets, StandardCharsets.ISO_8859_1).contains(MARK + "=" + mark);
        } catch (IOException e) {
            // It ended meanwhile, or belongs to somebody else and is none of ours.
            return false;
        }
    }
}
