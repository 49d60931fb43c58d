package org.firmwarerecovery.conformance.suite;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Keeps what came of each case and writes it to {@code target/conformance/report.md} when all are over, a line per id. */
final class CaseReport implements TestWatcher {
    private static final ExtensionContext.Namespace PLACE = ExtensionContext.Namespace.create(CaseReport.class);
    private static final Path FILE = Path.of("target/conformance/report.md");

    private enum Outcome {
        FAIL,
        SKIP,
        PASS
    }

    private record Line(String id, Outcome outcome, String demand, String reason) {}

    /** All lines of a run. */
    private static final class Sheet implements AutoCloseable {
        private final List<Line> lines = new ArrayList<>();
        private List<String> portrait = List.of();

        private long count(Outcome outcome) {
            return lines.stream().filter(line -> line.outcome() == outcome).count();
        }

        @Override
        public void close() throws IOException {
            if (lines.isEmpty()) {
                return;
            }
            List<String> text = new ArrayList<>();
            String counts = count(Outcome.PASS) + " passed, " + count(Outcome.FAIL) + " failed, " + count(Outcome.SKIP)
                    + " skipped";
            text.add("# Conformance: " + counts + "\n");
            text.add(String.join(" · ", portrait) + "\n");
            text.add("| id | result | demand | why |\n|---|---|---|---|");
            lines.stream()
                    .sorted(Comparator.comparing(Line::outcome).thenComparing(Line::id))
                    .forEach(line -> text.add("| " + line.id() + " | " + line.outcome() + " | " + line.demand() + " | "
                            + line.reason() + " |"));
            Files.createDirectories(FILE.getParent());
            Files.write(FILE, text);
            System.out.println("conformance: " + counts + "; " + FILE.toAbsolutePath());
        }
    }

    /** Removes what an earlier run left: it says nothing of the service of now. */
    static void forget() throws IOException {
        Files.deleteIfExists(FILE);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        add(context, Outcome.PASS, "");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        add(context, Outcome.FAIL, String.valueOf(cause.getMessage()));
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        add(context, Outcome.SKIP, String.valueOf(cause.getMessage()));
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        add(context, Outcome.SKIP, reason.orElse(""));
    }

    private static void add(ExtensionContext context, Outcome outcome, String reason) {
        Sheet sheet = context.getRoot()
                .getStore(PLACE)
                .getOrComputeIfAbsent(Sheet.class, ignored -> new Sheet(), Sheet.class);
        if (sheet.portrait.isEmpty()) {
            sheet.portrait = ServiceUnderTest.portrait(context);
        }
        Method method = context.getRequiredTestMethod();
        String flat = reason.replaceAll("\\s+", " ").replace("|", "\\|");
        for (String id : CaseNames.ids(method)) {
            sheet.lines.add(new Line(id, outcome, CaseNames.demand(method), flat));
        }
    }
}
