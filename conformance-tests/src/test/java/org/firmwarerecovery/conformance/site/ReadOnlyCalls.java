package org.firmwarerecovery.conformance.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * From now on a node's own files answer as those of a flash that has gone read-only under it do: also those it has open take
 * no byte, and cannot be forced. What is opened anew is the business of a mount. Closing it ends the trouble.
 */
public final class ReadOnlyCalls implements AutoCloseable {
    private static final String CALLS = "pwrite64,write,writev,pwritev,ftruncate,fallocate,fsync,fdatasync";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Process tracer;

    private ReadOnlyCalls(Process tracer) {
        this.tracer = tracer;
    }

    /** Takes every file in {@code folder}, as the node sees it in its enclosure; ends when every thread is caught. */
    public static ReadOnlyCalls of(NodeProcess node, Enclosure place, Path folder) throws Exception {
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-o", "/dev/null"));
        try (Stream<Path> files = Files.walk(place.seen(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                command.addAll(List.of(
                        "-P",
                        folder.resolve(place.seen(folder).relativize(file).toString())
                                .toString()));
            }
        }
        command.addAll(List.of("-e", "trace=" + CALLS, "-e", "inject=" + CALLS + ":error=EROFS"));
        command.addAll(List.of("-p", Long.toString(node.pid())));
        while (true) {
            Process tracer = new ProcessBuilder(place.enter(command))
                    .redirectErrorStream(true)
                    .redirectOutput(node.folder().resolve("strace").toFile())
                    .start();
            ReadOnlyCalls calls = new ReadOnlyCalls(tracer);
            Path said = node.folder().resolve("strace");
            Await.that(LIMIT, () -> "not caught: " + text(said), () -> {
                if (!tracer.isAlive()) {
                    throw new AssertionError("strace ended: " + text(said));
                }
                return text(said).contains("attached");
            });
            // A thread that was born while the others were caught would escape: then everybody is caught again.
            if (everyThreadIsTraced(node.pid())) {
                return calls;
            }
            calls.close();
        }
    }

    private static boolean everyThreadIsTraced(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.noneMatch(thread -> {
                String status = text(thread.resolve("status"));
                return !status.isEmpty() && status.contains("TracerPid:\t0\n");
            });
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            if (file.startsWith("/proc")) {
                return "";
            }
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() throws Exception {
        tracer.destroy();
        if (!tracer.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("strace does not end");
        }
    }
}
