package org.firmwarerecovery.update.io.hook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
