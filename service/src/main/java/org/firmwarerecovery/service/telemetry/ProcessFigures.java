package org.firmwarerecovery.service.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operating system and the Java runtime say of this process. Any thread. */
public final class ProcessFigures {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessFigures.class);
    /** See proc(5). */
    private static final Path STATUS = Path.of("/proc/self/status");

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d{1,12})\\s*kB");
    private static final long KIB = 1_024;

    private ProcessFigures() {}

    /** Time on processors since the start, in milliseconds; empty where the operating system does not tell. */
    public static OptionalLong processorMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> OptionalLong.of(time.toMillis()))
                .orElse(OptionalLong.empty());
    }

    /** Bytes of the heap that hold objects, used or not collected yet. */
    public static OptionalLong heapUsed() {
        Runtime runtime = Runtime.getRuntime();
        return OptionalLong.of(runtime.totalMemory() - runtime.freeMemory());
    }

    /** Bytes that the heap may have. */
    public static OptionalLong heapLimit() {
        return OptionalLong.of(Runtime.getRuntime().maxMemory());
    }

    /** Bytes of memory that the process occupies; empty where there is no proc file system. */
    public static OptionalLong residentBytes() {
        return residentBytes(STATUS);
    }

    static OptionalLong residentBytes(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            Optional<Long> found = lines.map(RESIDENT::matcher)
                    .filter(Matcher::matches)
                    .map(line -> Long.parseLong(line.group(1)) * KIB)
                    .findFirst();
            return found.map(OptionalLong::of).orElse(OptionalLong.empty());
        } catch (IOException e) {
            LOG.debug("{} cannot be read", status, e);
            return OptionalLong.empty();
        }
    }
}
