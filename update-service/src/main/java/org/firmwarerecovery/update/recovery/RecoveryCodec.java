package org.firmwarerecovery.update.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.policy.Candidate;
import org.firmwarerecovery.update.text.BrokenTextException;
import org.firmwarerecovery.update.text.Fields;
import org.firmwarerecovery.update.text.StrictJson;

/**
 * A recovery as text, for its history over a restart: reading gives {@link Recovery#remembered} back. Thread-safe.
 */
public final class RecoveryCodec {
    /** Layout that this code reads and writes. */
    public static final int FORMAT_VERSION = 1;

    private static final int CANDIDATES_MAX = 1_000;
    private static final int DONORS_MAX = 1_000;
    private static final int ARGUMENTS_MAX = 16;
    private static final int TRIED_MAX = 16;

    private RecoveryCodec() {}

    /** The text of a recovery, at most {@link StrictJson#BYTES_MAX} bytes: lines after the first make room, then candidates. */
    public static byte[] write(Recovery recovery) {
        Recovery kept = recovery.remembered();
        byte[] bytes = bytes(kept);
        int lines = Integer.MAX_VALUE;
        while (bytes.length > StrictJson.BYTES_MAX && kept.story().timeline().size() < lines) {
            lines = kept.story().timeline().size();
            kept = kept.with(kept.story().withoutOlderHalf());
            bytes = bytes(kept);
        }
        return bytes.length > StrictJson.BYTES_MAX
                ? bytes(kept.with(kept.story().judging(List.of())))
                : bytes;
    }

    private static byte[] bytes(Recovery recovery) {
        ObjectNode root = StrictJson.layout(FORMAT_VERSION);
        root.put("id", recovery.id())
                .put("component", recovery.component().value())
                .put("bank", recovery.bank().label())
                .put("finding", recovery.finding().label())
                .put("phase", recovery.phase().label())
                .put("startedAt", recovery.startedAt().toString())
                .put("startedUptime", recovery.startedUptime())
                .put("attempt", recovery.attempt())
                .put("heldUntil", recovery.wakeAt())
                .put("job", recovery.jobId());
        StrictJson.texts(root, "tried", recovery.tried());
        story(root.putObject("story"), recovery.story());
        return StrictJson.bytes(root);
    }

    private static void story(ObjectNode node, Story story) {
        ArrayNode timeline = node.putArray("timeline");
        for (Story.Entry entry : story.timeline()) {
            ObjectNode line = timeline.addObject()
                    .put("phase", entry.phase())
                    .put("at", entry.at().toString())
                    .put("uptime", entry.uptimeMillis())
                    .put("key", entry.messageKey());
            StrictJson.texts(line, "args", entry.args());
        }
        ArrayNode candidates = node.putArray("candidates");
        story.candidates().forEach(candidate -> CandidateText.put(candidates.addObject(), candidate));
        node.put("donor", story.donor());
        ObjectNode donors = node.putObject("bytesPerDonor");
        story.bytesPerDonor().forEach(donors::put);
        node.put("endedAt", story.endedAt() == null ? null : story.endedAt().toString())
                .put("result", story.result())
                .put("reason", Fields.cut(story.reason()));
    }

    /** What {@code bytes} say. Never throws for any input. */
    public static RecoveryText read(byte[] bytes) {
        try {
            JsonNode root = StrictJson.parse(bytes);
            long newer = StrictJson.newer(root, FORMAT_VERSION);
            return newer >= 0
                    ? new RecoveryText.Newer(newer)
                    : new RecoveryText.Ok(recovery(Fields.of(root, "record")));
        } catch (BrokenTextException e) {
            return new RecoveryText.Broken(e.why());
        }
    }

    private static Recovery recovery(Fields root) throws BrokenTextException {
        root.number(StrictJson.FORMAT_VERSION, FORMAT_VERSION, FORMAT_VERSION);
        Recovery recovery = new Recovery(
                root.text("id"),
                Fields.component(root.text("component"), "record.component"),
                root.bank("bank"),
                root.one("finding", Finding.values(), Finding::label),
                root.one("phase", RecoveryPhase.values(), RecoveryPhase::label),
                root.time("startedAt"),
                root.number("startedUptime", 0, Long.MAX_VALUE),
                (int) root.number("attempt", 0, Integer.MAX_VALUE),
                root.number("heldUntil", -1, Long.MAX_VALUE),
                null,
                root.textOrNull("job"),
                root.texts("tried", TRIED_MAX),
                story(root.object("story")));
        root.end();
        return recovery.remembered();
    }

    private static Story story(Fields node) throws BrokenTextException {
        List<Story.Entry> timeline = new ArrayList<>();
        for (Fields line : node.objects("timeline", Story.TIMELINE_MAX)) {
            timeline.add(new Story.Entry(
                    line.text("phase"),
                    line.time("at"),
                    line.number("uptime", 0, Long.MAX_VALUE),
                    line.text("key"),
                    line.texts("args", ARGUMENTS_MAX)));
            line.end();
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Fields candidate : node.objects("candidates", CANDIDATES_MAX)) {
            candidates.add(CandidateText.read(candidate));
        }
        Story story = new Story(
                timeline,
                candidates,
                node.textOrNull("donor"),
                node.numbers("bytesPerDonor", DONORS_MAX),
                node.timeOrNull("endedAt"),
                node.text("result"),
                node.text("reason"));
        node.end();
        return story;
    }
}
