package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data} (RFC 7578) as a stream: one buffer, one part at a time, no temporary copy. A library
 * would spool large parts to a folder of its own choice and write every byte twice.
 */
final class MultipartReader {
    /** Most parts of one message. */
    static final int PARTS_MAX = 16;
    /** Most bytes of the headers of one part. */
    static final int HEADER_BYTES_MAX = 8_192;

    private static final int BUFFER_BYTES = 65_536;
    private static final int BOUNDARY_LENGTH_MAX = 70;
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    // Possessive: a pattern that backtracks recurses once for each character, and a long name would end the thread.
    private static final Pattern NAME =
            Pattern.compile("(?:^|[;\\s])name=(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME =
            Pattern.compile("filename=(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private int parts;

    /** Reads from a body with this boundary. */
    MultipartReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter may stand at the very beginning, without the line end before it.
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /** The message breaks the format. */
    static final class MalformedPartException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedPartException(String what) {
            super(what);
        }
    }

    /**
     * One part.
     *
     * @param name of the form field; empty when there is none
     * @param fileName as the client says, without folders; empty when there is none
     * @param body its bytes; read it to the end, or not at all, before the next part
     */
    record Part(String name, Optional<String> fileName, InputStream body) {}

    /** The boundary in a Content-Type. */
    static Optional<String> boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        return matcher.find()
                ? Optional.of(group(matcher)).filter(text -> text.length() <= BOUNDARY_LENGTH_MAX)
                : Optional.empty();
    }

    /** The next part; empty after the last one. What is left of the part before is skipped. */
    Optional<Part> next() throws IOException {
        InputStream rest = new PartBody();
        rest.skip(Long.MAX_VALUE);
        if (!consume(delimiter.length)) {
            throw new MalformedPartException("the last boundary is missing");
        }
        String after = line(HEADER_BYTES_MAX);
        if (after.startsWith("--")) {
            return Optional.empty();
        }
        if (!after.isBlank()) {
            throw new MalformedPartException("text after a boundary");
        }
        if (++parts > PARTS_MAX) {
            throw new MalformedPartException("more than " + PARTS_MAX + " parts");
        }
        TreeMap<String, String> headers = new TreeMap<>();
        int left = HEADER_BYTES_MAX;
        for (String line = line(left); !line.isEmpty(); line = line(left)) {
            left -= line.length();
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new MalformedPartException("a part header without a colon");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        // The body of an empty part begins with the line end of the next delimiter.
        if (position >= 2) {
            position -= 2;
            buffer[position] = '\r';
            buffer[position + 1] = '\n';
            position += 2;
        }
        String disposition = headers.getOrDefault("content-disposition", "");
        Matcher name = NAME.matcher(disposition);
        Matcher fileName = FILE_NAME.matcher(disposition);
        Optional<String> file = fileName.find() ? Optional.of(baseName(group(fileName))) : Optional.empty();
        return Optional.of(new Part(name.find() ? group(name) : "", file, new PartBody()));
    }

    private static String group(Matcher matcher) {
        String quoted = matcher.group(1);
        return quoted == null ? matcher.group(2) : quoted.replaceAll("\\\\(.)", "$1");
    }

    private static String baseName(String text) {
        return text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
    }

    private String line(int bytesMax) throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            if (position == limit && !fill()) {
                throw new MalformedPartException("the message ends within a part header");
            }
            char c = (char) (buffer[position++] & 0xff);
            if (c == '\n') {
                int length = text.length();
                return length > 0 && text.charAt(length - 1) == '\r' ? text.substring(0, length - 1) : text.toString();
            }
            if (text.length() >= bytesMax) {
                throw new MalformedPartException("part headers of more than " + HEADER_BYTES_MAX + " bytes");
            }
            text.append(c);
        }
    }

    private boolean consume(int count) throws IOException {
        while (limit - position < count) {
            if (!fill()) {
                return false;
            }
        }
        position += count;
        return true;
    }

    private boolean fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read <= 0) {
            return false;
        }
        limit += read;
        return true;
    }

    /** Index of the delimiter, or of where one may begin at the end of what is here. */
    private int delimiterFrom(int start) {
        for (int i = start; i < limit; i++) {
            if (buffer[i] == '\r') {
                int length = Math.min(delimiter.length, limit - i);
                if (Arrays.equals(buffer, i, i + length, delimiter, 0, length)) {
                    return i;
                }
            }
        }
        return limit;
    }

    /** The bytes up to the next delimiter. */
    private final class PartBody extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            while (true) {
                int end = delimiterFrom(position);
                if (end > position) {
                    int count = Math.min(length, end - position);
                    System.arraycopy(buffer, position, into, offset, count);
                    position += count;
                    return count;
                }
                if (limit - position >= delimiter.length) {
                    return -1;
                }
                if (!fill()) {
                    throw new MalformedPartException("the message ends within a part");
                }
            }
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] dropped = new byte[8_192];
            long skipped = 0;
            for (int read = read(dropped, 0, dropped.length); read >= 0; read = read(dropped, 0, dropped.length)) {
                skipped += read;
            }
            return skipped;
        }
    }
}
