package org.firmwarerecovery.conformance.site;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What stands before the body of a request or an answer in HTTP/1.1.
 *
 * @param words of the first line
 * @param headers by lower-case name
 */
public record HttpHead(List<String> words, Map<String, String> headers) {
    private static final int BYTES_MAX = 64 * 1024;

    /** Reads one; the next byte of {@code in} is the first one of the body. */
    public static HttpHead read(InputStream in) throws IOException {
        String[] lines = textUntil(in, "\r\n\r\n").split("\r\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new HttpHead(List.of(lines[0].split(" ")), headers);
    }

    /** Text with the {@code end} that it is read up to. */
    public static String textUntil(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length()
                || !text.substring(text.length() - end.length()).equals(end)) {
            int next = in.read();
            if (next < 0 || text.length() >= BYTES_MAX) {
                throw new EOFException("no whole head: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
