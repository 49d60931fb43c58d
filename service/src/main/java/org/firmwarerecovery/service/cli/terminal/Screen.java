package org.firmwarerecovery.service.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command writes: results on standard output, notes on standard error. Thread-safe as its writers are.
 *
 * @param out results
 * @param err notes and failures
 * @param interactive true when a person looks at a terminal: progress bars instead of lines
 */
public record Screen(PrintWriter out, PrintWriter err, boolean interactive) {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    /** Made when first used: most commands write no JSON. */
    private static final class Json {
        static final ObjectWriter WRITER = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();
    }

    /** The screen of this process. */
    public static Screen ofProcess() {
        return new Screen(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                isTerminal());
    }

    private static boolean isTerminal() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            Path target = Files.readSymbolicLink(STANDARD_OUTPUT);
            return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
        } catch (IOException noProcFileSystem) {
            // Not Linux: plain lines are right everywhere.
            return false;
        }
    }

    /** Writes a line of the result. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Writes a note that is no part of the result. */
    public void note(String text) {
        err.println(text);
        err.flush();
    }

    /** Writes a value as JSON. */
    public void json(Object value) {
        try {
            line(Json.WRITER.writeValueAsString(value));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of plain values has no JSON form", impossible);
        }
    }

    /** Begins to show the progress of something; close it when it ends. */
    public Progress progress(String title) {
        return interactive ? new BarProgress(title) : new LineProgress(this, title);
    }
}
