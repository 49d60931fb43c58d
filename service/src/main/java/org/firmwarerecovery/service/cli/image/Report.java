package org.firmwarerecovery.service.cli.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Verdict;

/**
 * What {@code image inspect} says of a file.
 *
 * @param kind the format
 * @param verdict may it be used
 * @param reason why, as one sentence; empty where there is nothing to say
 * @param parse what was read, as JSON
 */
public record Report(String kind, Verdict verdict, String reason, Map<String, Object> parse) {
    private static final String INDENTATION = "  ";

    /** Copies the parse. */
    public Report {
        parse = Collections.unmodifiableMap(new LinkedHashMap<>(parse));
    }

    static Report of(Inspection inspection) {
        return new Report(inspection.kind().text(), inspection.verdict(), inspection.reason(), inspection.parse());
    }

    /** A file that is refused before anything of it was understood. */
    static Report refused(String kind, Verdict verdict, String reason) {
        return new Report(kind, verdict, reason, Map.of());
    }

    /** True where the file may be used or is at least known. */
    public boolean isGood() {
        return verdict.accepts() || verdict == Verdict.RECOGNISE;
    }

    /** The members of the JSON answer, in order. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("kind", kind);
        members.put("verdict", verdict.text());
        members.put("reason", reason);
        members.put("parse", parse);
        return members;
    }

    /** Shows it to people. */
    public void show(Screen screen) {
        screen.line("kind: " + kind);
        screen.line("verdict: " + verdict.text() + (reason.isEmpty() ? "" : ", " + reason));
        parse.forEach((name, value) -> show(screen, "", name, value));
    }

    private static void show(Screen screen, String indentation, String name, Object value) {
        if (value instanceof Map<?, ?> members) {
            screen.line(indentation + name + ":");
            members.forEach((key, one) -> show(screen, indentation + INDENTATION, String.valueOf(key), one));
        } else if (value instanceof List<?> entries && entries.stream().anyMatch(Map.class::isInstance)) {
            for (int i = 0; i < entries.size(); i++) {
                show(screen, indentation, name + " " + (i + 1), entries.get(i));
            }
        } else {
            screen.line(indentation + name + ": " + value);
        }
    }
}
