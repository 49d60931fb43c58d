package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names of this machine, from the kernel and from the table of hosts. No name server is asked: a node has to work on a
 * link that has none, and a read must not wait for one.
 */
final class HostNames {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final Path TABLE = Path.of("/etc/hosts");
    private static final int TABLE_LINES_MAX = 1_000;

    private final Path kernel;
    private final Path table;

    /** The names of this machine. */
    HostNames() {
        this(KERNEL, TABLE);
    }

    HostNames(Path kernel, Path table) {
        this.kernel = kernel;
        this.table = table;
    }

    /** Without domain; empty where the kernel was told none. */
    Optional<String> plain() {
        return kernelName().map(name -> name.contains(".") ? name.substring(0, name.indexOf('.')) : name);
    }

    /** With domain, as the kernel or the table of hosts has it; empty where neither knows one. */
    Optional<String> full() {
        return kernelName().flatMap(name -> name.contains(".") ? Optional.of(name) : inTable(name));
    }

    private Optional<String> kernelName() {
        return read(kernel).map(String::strip).filter(name -> !name.isEmpty() && !name.equals("(none)"));
    }

    /** The first name of the table that is this one with a domain. */
    private Optional<String> inTable(String name) {
        return lines().map(line -> line.contains("#") ? line.substring(0, line.indexOf('#')) : line)
                .flatMap(line -> Arrays.stream(line.strip().split("\\s+")).skip(1))
                .filter(word -> word.startsWith(name + "."))
                .findFirst();
    }

    private Stream<String> lines() {
        return read(table).map(text -> text.lines().limit(TABLE_LINES_MAX)).orElse(List.<String>of().stream());
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            // A system without this file has no name to tell.
            return Optional.empty();
        }
    }
}
