package org.firmwarerecovery.service.event;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.jspecify.annotations.Nullable;

/** Log entries as they are stored: JSON with a format version, at most {@link #BYTES_MAX} bytes. */
final class EventText {
    /** Most bytes of one entry. */
    static final int BYTES_MAX = 16 * 1024;

    private static final int FORMAT_VERSION = 1;
    private static final int TEXT_LENGTH_MAX = 512;
    private static final int ARGS_MAX = 8;

    private EventText() {}

    private record Stored(
            int formatVersion,
            long number,
            Instant at,
            Message message,
            @Nullable String origin,
            String resourceType,
            @Nullable String user,
            EventFact.@Nullable Cause cause) {}

    private record Mark(int formatVersion, long newest) {}

    /** The newest number that was given away. */
    static byte[] mark(long newest) {
        return RedfishMapper.bytes(new Mark(FORMAT_VERSION, newest));
    }

    /**
     * The number in these bytes; 0 when they make no sense.
     *
     * @throws NewerFormatException when a newer program wrote them
     */
    static long readMark(byte[] bytes) throws IOException {
        try {
            FormatVersion.require(bytes, "the newest number of a log", FORMAT_VERSION);
            return RedfishMapper.lenient().readValue(bytes, Mark.class).newest();
        } catch (JacksonException e) {
            return 0;
        }
    }

    static byte[] write(EventRecord entry) {
        byte[] whole = bytes(entry, entry.fact().message());
        // Only a reason that quotes something long gets here; the beginning tells what it is about.
        return whole.length <= BYTES_MAX
                ? whole
                : bytes(entry, clipped(entry.fact().message()));
    }

    private static byte[] bytes(EventRecord entry, Message message) {
        EventFact fact = entry.fact();
        return RedfishMapper.bytes(new Stored(
                FORMAT_VERSION,
                entry.number(),
                fact.at(),
                message,
                fact.origin(),
                fact.resourceType(),
                fact.user(),
                fact.cause()));
    }

    /**
     * The entry in these bytes; empty when they make no sense.
     *
     * @throws NewerFormatException when a newer program wrote them
     */
    static Optional<EventRecord> read(EventFact.Log log, byte[] bytes) throws IOException {
        try {
            FormatVersion.require(bytes, "an entry of " + log.id(), FORMAT_VERSION);
            Stored stored = RedfishMapper.lenient().readValue(bytes, Stored.class);
            return Optional.of(new EventRecord(
                    stored.number(),
                    new EventFact(
                            log,
                            stored.message(),
                            stored.at(),
                            stored.origin(),
                            stored.resourceType(),
                            stored.user(),
                            null,
                            // Entries of earlier programs have none.
                            stored.cause() == null ? EventFact.Cause.TRUSTED : stored.cause())));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Message clipped(Message message) {
        List<String> args = message.messageArgs().stream()
                .limit(ARGS_MAX)
                .map(EventText::clipped)
                .toList();
        return new Message(
                message.messageId(),
                clipped(message.message()),
                args,
                message.severity(),
                message.messageSeverity(),
                message.resolution(),
                List.of());
    }

    private static String clipped(String text) {
        return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX);
    }
}
