package org.firmwarerecovery.conformance.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the system says of a process, in {@code /proc}. */
final class ProcessFigures {
    private static final double TICKS_PER_SECOND = 100;
    private static final double KIB_PER_MIB = 1024;

    private final Path folder;

    ProcessFigures(long pid) {
        this.folder = Path.of("/proc", Long.toString(pid));
    }

    /** Seconds of CPU time since its exec, user and system, with those of children that ended. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(folder.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int field : List.of(11, 12, 13, 14)) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** MiB in memory now, files that are mapped included. */
    double residentMebibytes() throws IOException {
        return status("VmRSS:");
    }

    /** MiB in memory now that belong to it alone. */
    double anonymousMebibytes() throws IOException {
        return status("RssAnon:");
    }

    /** Most MiB in memory since {@link #forgetPeak}, or since its start. */
    double peakMebibytes() throws IOException {
        return status("VmHWM:");
    }

    /** Lets the peak begin anew. */
    void forgetPeak() throws IOException {
        Files.writeString(folder.resolve("clear_refs"), "5");
    }

    /** Its threads. */
    int threads() throws IOException {
        return (int) Math.round(status("Threads:") * KIB_PER_MIB);
    }

    private double status(String key) throws IOException {
        return Files.readAllLines(folder.resolve("status")).stream()
                        .filter(line -> line.startsWith(key))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0)
                / KIB_PER_MIB;
    }
}
