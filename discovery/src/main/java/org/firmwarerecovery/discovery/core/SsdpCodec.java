package org.firmwarerecovery.discovery.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SSDP messages to octets and back (UPnP Device Architecture 1.1, 1.2 and 1.3). Writing is strict: CRLF, at most
 * {@value #OCTETS_OUT_MAX} octets. Reading is tolerant where clients in the field differ (no blank after the colon,
 * bare LF, missing last empty line, lines without a colon are skipped) and strict about bounds; it never throws.
 * Octets are ISO-8859-1 both ways, so any value survives a round trip.
 */
public final class SsdpCodec {
    /** Largest datagram this product sends. */
    public static final int OCTETS_OUT_MAX = 1024;
    /** Largest datagram this product reads; longer ones are malformed. */
    public static final int OCTETS_IN_MAX = 2048;

    private static final String SEARCH_LINE = "M-SEARCH * HTTP/1.1";
    private static final String NOTIFY_LINE = "NOTIFY * HTTP/1.1";
    private static final String ANSWER_LINE = "HTTP/1.1 200 OK";
    private static final String CRLF = "\r\n";

    private SsdpCodec() {}

    /** What {@link #decode} found. */
    public sealed interface Decoded {
        /** A well-formed message. */
        record Ok(SsdpMessage message) implements Decoded {}

        /** Not a message of this protocol. */
        record Malformed(Reason reason) implements Decoded {}
    }

    /** Why octets are no message. */
    public enum Reason {
        /** More octets than {@link #OCTETS_IN_MAX}. */
        TOO_LONG,
        /** The first line is neither a search, a notification nor a status line. */
        UNKNOWN_START_LINE,
        /** A status other than 200. */
        STATUS_NOT_OK,
        /** More lines than {@link SsdpHeaders#LINES_MAX}. */
        TOO_MANY_HEADERS,
        /** A header name or value with characters that may not stand there, or a folded line. */
        BAD_HEADER,
        /** A search without MAN or ST. */
        NOT_A_DISCOVERY,
        /** A notification that is neither alive nor byebye. */
        UNKNOWN_NOTIFICATION
    }

    /**
     * The octets of {@code message}.
     *
     * @throws IllegalArgumentException when they exceed {@link #OCTETS_OUT_MAX}: a bug of the caller, whose fields are
     *     all bounded
     */
    public static Datagram encode(SsdpMessage message) {
        StringBuilder text = new StringBuilder(startLine(message)).append(CRLF);
        for (SsdpHeaders.Line line : message.headers().lines()) {
            text.append(line.name()).append(": ").append(line.value()).append(CRLF);
        }
        text.append(CRLF);
        if (text.length() > OCTETS_OUT_MAX) {
            throw new IllegalArgumentException("message of " + text.length() + " octets, limit " + OCTETS_OUT_MAX);
        }
        byte[] octets = new byte[text.length()];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) text.charAt(i);
        }
        return Datagram.of(octets);
    }

    /** Reads one datagram. */
    public static Decoded decode(Datagram datagram) {
        if (datagram.size() > OCTETS_IN_MAX) {
            return new Decoded.Malformed(Reason.TOO_LONG);
        }
        List<String> lines = lines(datagram.toByteArray());
        String start = lines.get(0).trim().toUpperCase(Locale.ROOT);
        boolean answer = start.startsWith("HTTP/1.");
        boolean search = start.startsWith("M-SEARCH * HTTP/1.");
        if (!answer && !search && !start.startsWith("NOTIFY * HTTP/1.")) {
            return new Decoded.Malformed(Reason.UNKNOWN_START_LINE);
        }
        List<SsdpHeaders.Line> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (line.startsWith(" ") || line.startsWith("\t")) {
                return new Decoded.Malformed(Reason.BAD_HEADER);
            }
            if (colon < 0) {
                continue;
            }
            String name = line.substring(0, colon).trim();
            String value = strip(line.substring(colon + 1));
            if (!SsdpHeaders.Line.isName(name) || !SsdpHeaders.Line.isValue(value)) {
                return new Decoded.Malformed(Reason.BAD_HEADER);
            }
            if (headers.size() == SsdpHeaders.LINES_MAX) {
                return new Decoded.Malformed(Reason.TOO_MANY_HEADERS);
            }
            headers.add(new SsdpHeaders.Line(name, value));
        }
        SsdpHeaders all = new SsdpHeaders(headers);
        if (answer) {
            return isOk(start)
                    ? new Decoded.Ok(new SsdpMessage.Answer(all))
                    : new Decoded.Malformed(Reason.STATUS_NOT_OK);
        }
        return search ? search(all) : notification(all);
    }

    private static Decoded search(SsdpHeaders headers) {
        return SsdpMessage.Search.isSearch(headers)
                ? new Decoded.Ok(new SsdpMessage.Search(headers))
                : new Decoded.Malformed(Reason.NOT_A_DISCOVERY);
    }

    private static Decoded notification(SsdpHeaders headers) {
        if (SsdpMessage.Alive.isAlive(headers)) {
            return new Decoded.Ok(new SsdpMessage.Alive(headers));
        }
        return SsdpMessage.Byebye.isByebye(headers)
                ? new Decoded.Ok(new SsdpMessage.Byebye(headers))
                : new Decoded.Malformed(Reason.UNKNOWN_NOTIFICATION);
    }

    private static String startLine(SsdpMessage message) {
        if (message instanceof SsdpMessage.Search) {
            return SEARCH_LINE;
        }
        return message instanceof SsdpMessage.Answer ? ANSWER_LINE : NOTIFY_LINE;
    }

    private static boolean isOk(String statusLine) {
        int blank = statusLine.indexOf(' ');
        String rest = blank < 0 ? "" : statusLine.substring(blank).trim();
        return rest.equals("200") || rest.startsWith("200 ");
    }

    /** The lines up to the first empty one, at least one; what follows would be a body, which SSDP does not have. */
    private static List<String> lines(byte[] octets) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (byte octet : octets) {
            char c = (char) (octet & 0xFF);
            if (c != '\n') {
                line.append(c);
                continue;
            }
            dropCarriageReturn(line);
            if (line.isEmpty() && !lines.isEmpty()) {
                return lines;
            }
            lines.add(line.toString());
            line.setLength(0);
        }
        dropCarriageReturn(line);
        if (!line.isEmpty() || lines.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    private static void dropCarriageReturn(StringBuilder line) {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
    }

    /** Blanks and tabs only: {@code String.trim} would also take control characters away, which must be refused. */
    private static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
            from++;
        }
        while (to > from && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == '\t')) {
            to--;
        }
        return text.substring(from, to);
    }
}
