package org.firmwarerecovery.update.io.tar;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Content of a POSIX extension header: records {@code "<length> <key>=<value>\n"}. Python's tarfile and others write one by
 * default, for times and owners; those pass. Whatever changes a name, a link or a size is an override. Pure.
 */
public final class TarExtension {
    /** Largest POSIX extension header. */
    public static final int BYTES_MAX = 64 * 1024;

    private static final int SHOWN_CHARS_MAX = 100;

    private static final List<String> HARMLESS_KEYS =
            List.of("mtime", "atime", "ctime", "uid", "gid", "uname", "gname", "comment");

    private TarExtension() {}

    /**
     * What is wrong with an extension.
     *
     * @param override true where it sets something that must not be set, false where it can not be read
     * @param detail for people
     */
    public record Fault(boolean override, String detail) {}

    /** The first fault of an extension with this content, if it has one. */
    public static Optional<Fault> fault(byte[] content) {
        int position = 0;
        while (position < content.length) {
            int space = indexOf(content, (byte) ' ', position);
            int equals = indexOf(content, (byte) '=', position);
            int length = space < 0 ? -1 : decimal(content, position, space);
            int end = position + length;
            if (equals < space || length <= 0 || end > content.length || equals >= end || content[end - 1] != '\n') {
                return Optional.of(new Fault(false, "an extension header cannot be read"));
            }
            String key = new String(content, space + 1, equals - space - 1, StandardCharsets.UTF_8);
            if (!HARMLESS_KEYS.contains(key)) {
                return Optional.of(new Fault(true, "an extension header sets " + printable(key)));
            }
            position = end;
        }
        return Optional.empty();
    }

    /** A name out of hostile input, cut and cleaned for a message. */
    public static String printable(String name) {
        String cut = name.length() > SHOWN_CHARS_MAX ? name.substring(0, SHOWN_CHARS_MAX) + "..." : name;
        return "'" + cut.replaceAll("[^\\x20-\\x7E]", "?") + "'";
    }

    private static int indexOf(byte[] bytes, byte wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int decimal(byte[] bytes, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value > BYTES_MAX) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
