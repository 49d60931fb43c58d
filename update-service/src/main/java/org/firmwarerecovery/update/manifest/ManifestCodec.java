package org.firmwarerecovery.update.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.firmwarerecovery.update.text.StrictJson;

/**
 * Reads and writes the text of a manifest: strict JSON in UTF-8, at most 1 MiB, at most 16 levels deep, no member twice,
 * unknown members ignored unless {@code critical} names them. The bytes that were signed are never re-made from a
 * Manifest; writing is for {@code manifest create} only. Thread-safe.
 */
public final class ManifestCodec {
    /** Most bytes of a manifest: 1 MiB. */
    public static final int BYTES_MAX = 1024 * 1024;
    /** Most levels of objects and arrays inside each other. */
    public static final int DEPTH_MAX = 16;

    static final JsonMapper MAPPER = StrictJson.mapper(DEPTH_MAX, BYTES_MAX);

    private ManifestCodec() {}

    /** The manifest that {@code bytes} hold, or the first rule that they break. Never throws for any input. */
    public static Parsed parse(byte[] bytes) {
        try {
            return new Parsed.Ok(ManifestReader.read(JsonMember.object(MAPPER.readTree(textOf(bytes)), "")));
        } catch (RuleBrokenException e) {
            return new Parsed.Refused(e.broken());
        } catch (StreamConstraintsException e) {
            return refused("must not be deeper than " + DEPTH_MAX + " levels, nor hold numbers of endless length");
        } catch (JsonProcessingException e) {
            return refused("must be one JSON object without duplicate members: " + firstLine(e.getOriginalMessage()));
        }
    }

    /** The text of {@code manifest}: the same bytes for equal manifests, two spaces of indentation, UTF-8. */
    public static byte[] write(Manifest manifest) {
        byte[] bytes = ManifestWriter.write(manifest).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("manifest takes " + bytes.length + " bytes, more than " + BYTES_MAX);
        }
        return bytes;
    }

    private static String textOf(byte[] bytes) throws RuleBrokenException {
        if (bytes.length > BYTES_MAX) {
            throw new RuleBrokenException("manifest", "must not have more than " + BYTES_MAX + " bytes");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Decoding replaces what is not UTF-8, so the way back shows whether there was any.
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) || text.startsWith("\uFEFF")) {
            throw new RuleBrokenException("manifest", "must be UTF-8 without a byte order mark");
        }
        return text;
    }

    private static Parsed refused(String rule) {
        return new Parsed.Refused(new Rejection.ManifestRuleBroken("manifest", rule));
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.length() > JsonMember.TEXT_LENGTH_MAX ? line.substring(0, JsonMember.TEXT_LENGTH_MAX) : line;
    }
}
