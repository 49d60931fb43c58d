package org.firmwarerecovery.service.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.firmwarerecovery.service.cli.terminal.Progress;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.jspecify.annotations.Nullable;

/** Follows a recovery by its record: tells each step with its time, and the transfer by its Task. */
public final class RecoveryWatch {
    private static final Set<String> ENDED = Set.of("Healthy", "Held", "Cancelled");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final RedfishClient client;
    private final Screen screen;

    /** Follows recoveries of {@code client}'s node, shown on {@code screen}. */
    public RecoveryWatch(RedfishClient client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    /** Recoveries of a component, the newest first. */
    public List<JsonNode> recoveriesOf(String component) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (JsonNode record : client.members(RecoveryPaths.RECOVERIES)) {
            if (record.path("Component").asText("").equals(component)) {
                records.add(record);
            }
        }
        records.sort(
                Comparator.comparing((JsonNode record) -> record.path("Started").asText(""))
                        .thenComparing(record -> record.path("Id").asText(""))
                        .reversed());
        return records;
    }

    /** True when the record tells a recovery that has come to its end. */
    public static boolean hasEnded(JsonNode record) {
        return ENDED.contains(record.path("State").asText(""));
    }

    /** Waits for the end of a recovery, telling its steps; gives its last record. */
    public JsonNode follow(String uri, Duration limit) throws IOException {
        Patience patience = new Patience(limit, "the end of " + uri);
        int told = 0;
        @Nullable Progress progress = null;
        try {
            while (true) {
                JsonNode record = client.get(uri);
                List<String> lines = timeline(record);
                if (lines.size() > told && progress != null) {
                    progress.close();
                    progress = null;
                }
                lines.subList(Math.min(told, lines.size()), lines.size()).forEach(screen::line);
                told = Math.max(told, lines.size());
                if (hasEnded(record)) {
                    return record;
                }
                Optional<Integer> percent = percent(record);
                if (percent.isPresent()) {
                    progress = progress == null ? screen.progress("  transfer") : progress;
                    progress.at(percent.get(), record.path("State").asText(""));
                }
                patience.pause();
            }
        } finally {
            if (progress != null) {
                progress.close();
            }
        }
    }

    private Optional<Integer> percent(JsonNode record) throws IOException {
        String task = record.path("Task").path("@odata.id").asText("");
        if (task.isEmpty() || !record.path("State").asText("").equals("Transferring")) {
            return Optional.empty();
        }
        try {
            return Optional.of(client.get(task).path("PercentComplete").asInt(0));
        } catch (RefusedException gone) {
            // The Task may be dropped before the record that links it; the record alone still tells the story.
            return Optional.empty();
        }
    }

    /** The timeline of a record, one line per entry: time, seconds since the entry before, state, sentence. */
    public static List<String> timeline(JsonNode record) {
        List<String> lines = new ArrayList<>();
        for (JsonNode entry : record.path("Timeline")) {
            double seconds = entry.path("DurationMillis").asLong(0) / 1000.0;
            lines.add(String.format(
                    Locale.ROOT,
                    "  %s  +%.3f s  %-12s  %s",
                    clock(entry.path("At").asText("")),
                    seconds,
                    entry.path("State").asText(""),
                    entry.path("Message").asText("")));
        }
        return lines;
    }

    private static String clock(String instant) {
        return instant.isEmpty()
                ? ""
                : CLOCK.format(OffsetDateTime.parse(instant).toInstant());
    }

    /** The candidates of a record by rank, with what spoke for and against each. */
    public static List<String> candidates(JsonNode record) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(List.of("rank", "peer", "role", "version", "", "reasons"));
        for (JsonNode candidate : record.path("Candidates")) {
            List<String> reasons = new ArrayList<>();
            candidate.path("Reasons").forEach(reason -> reasons.add(reason.asText()));
            String verdict = candidate.path("Chosen").asBoolean(false)
                    ? "chosen"
                    : candidate.path("Eligible").asBoolean(false) ? "eligible" : "refused";
            cells.add(List.of(
                    candidate.path("Rank").asText("-"),
                    candidate.path("PeerUUID").asText(""),
                    candidate.path("Role").asText(""),
                    candidate.path("Version").asText(""),
                    verdict,
                    String.join("; ", reasons)));
        }
        return TextTable.lines(cells);
    }
}
