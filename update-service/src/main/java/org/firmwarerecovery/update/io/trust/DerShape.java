package org.firmwarerecovery.update.io.trust;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the skeleton of a DER value before any parser does: one value without bytes after it, definite and minimal
 * lengths, bounded depth. Works in one pass without recursion, so hostile nesting costs nothing.
 */
final class DerShape {
    /** Most levels of constructed values inside each other. */
    static final int DEPTH_MAX = 48;

    /** The rule that only bytes after a whole value break. */
    static final String TRAILING = "there are bytes after the signature";

    private static final int CONSTRUCTED = 0x20;
    private static final int HIGH_TAG = 0x1F;
    private static final int LENGTH_BYTES_MAX = 3;

    private DerShape() {}

    /** The reason why {@code bytes} are not one DER value; empty if they have the shape of one. */
    static Optional<String> check(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.of("the signature is empty");
        }
        Deque<Integer> ends = new ArrayDeque<>();
        ends.push(bytes.length);
        int at = 0;
        boolean first = true;
        while (!ends.isEmpty()) {
            if (at == ends.peek()) {
                ends.pop();
                continue;
            }
            if (ends.size() == 1 && !first) {
                return Optional.of(TRAILING);
            }
            if (ends.size() > DEPTH_MAX) {
                return Optional.of("the signature is nested deeper than " + DEPTH_MAX + " levels");
            }
            int tag = bytes[at] & 0xFF;
            Header header = (tag & HIGH_TAG) == HIGH_TAG ? null : header(bytes, at + 1, ends.peek());
            if (header == null) {
                return Optional.of(first ? "the signature is not DER" : "the signature is not DER at byte " + at);
            }
            first = false;
            at = header.start;
            if ((tag & CONSTRUCTED) != 0) {
                ends.push(header.start + header.length);
            } else {
                at += header.length;
            }
        }
        return Optional.empty();
    }

    private record Header(int start, int length) {}

    /** The length that starts at {@code at}, {@code null} if it is not DER or leaves the enclosing value. */
    private static @Nullable Header header(byte[] bytes, int at, int end) {
        if (at >= end) {
            return null;
        }
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return first <= end - at - 1 ? new Header(at + 1, first) : null;
        }
        int count = first & 0x7F;
        if (count == 0 || count > LENGTH_BYTES_MAX || at + 1 + count > end) {
            return null;
        }
        int length = 0;
        for (int i = 1; i <= count; i++) {
            length = length << 8 | bytes[at + i] & 0xFF;
        }
        int start = at + 1 + count;
        boolean minimal = length >= 0x80 && length >>> 8 * (count - 1) != 0;
        return minimal && length <= end - start ? new Header(start, length) : null;
    }
}
