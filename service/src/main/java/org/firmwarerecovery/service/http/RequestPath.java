package org.firmwarerecovery.service.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The path of a request in the one form the catalogue knows: escapes resolved, one trailing slash dropped. */
final class RequestPath {
    private static final List<String> DOTS = List.of("", ".", "..");

    private RequestPath() {}

    /** The path, or empty for one that can be no resource: empty or dotted segments, hidden slashes, control characters. */
    static Optional<String> of(String raw) {
        if (!raw.startsWith("/")) {
            return Optional.empty();
        }
        String trimmed = raw.length() > 1 && raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        if (isPlain(trimmed)) {
            return Optional.of(trimmed);
        }
        StringBuilder path = new StringBuilder();
        for (String segment : trimmed.substring(1).split("/", -1)) {
            Optional<String> decoded = decode(segment);
            if (decoded.isEmpty()
                    || DOTS.contains(decoded.get())
                    || decoded.get().indexOf('/') >= 0) {
                return Optional.empty();
            }
            path.append('/').append(decoded.get());
        }
        return Optional.of(path.toString());
    }

    /** Nothing to resolve and nothing suspicious: visible characters, and no segment that begins with a dot or is empty. */
    private static boolean isPlain(String path) {
        char last = 0;
        for (int i = 0; i < path.length(); i++) {
            char letter = path.charAt(i);
            boolean visible = letter > ' ' && letter <= '~' && letter != '%';
            if (!visible || last == '/' && (letter == '/' || letter == '.')) {
                return false;
            }
            last = letter;
        }
        return last != '/';
    }

    private static Optional<String> decode(String segment) {
        byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.put(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            out.put((byte) (high * 16 + low));
            i += 2;
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
            return text.chars().anyMatch(Character::isISOControl) ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
