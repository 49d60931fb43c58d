package org.firmwarerecovery.discovery.core;

import static org.firmwarerecovery.discovery.core.Samples.datagram;
import static org.firmwarerecovery.discovery.core.Samples.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.discovery.core.SsdpCodec.Decoded;
import org.firmwarerecovery.discovery.core.SsdpCodec.Reason;
import org.junit.jupiter.api.Test;

class SsdpCodecTest {
    @Test
    void a_search_without_blanks_after_the_colons_is_read_as_nmap_sends_it() {
        SsdpMessage.Search search = assertInstanceOf(
                SsdpMessage.Search.class,
                message(datagram("M-SEARCH * HTTP/1.1\r\nHost:239.255.255.250:1900\r\nST:upnp:rootdevice\r\n"
                        + "Man:\"ssdp:discover\"\r\nMX:3\r\n\r\n")));
        assertEquals("upnp:rootdevice", search.target());
        assertEquals(3, search.waitSeconds());
        assertEquals(Optional.of("239.255.255.250:1900"), search.headers().first("HOST"));
    }

    @Test
    void bare_line_feeds_a_missing_end_and_lines_without_colon_are_tolerated() {
        SsdpMessage message = message(datagram("NOTIFY * HTTP/1.1\nnts : ssdp:alive\nrubbish\nNT:\tsome:thing"));
        assertEquals(
                "some:thing", assertInstanceOf(SsdpMessage.Alive.class, message).target());
        assertEquals(2, message.headers().lines().size());
    }

    @Test
    void unknown_headers_are_kept_in_order_and_the_first_of_a_name_counts() {
        SsdpMessage message = message(datagram("HTTP/1.1 200 OK\r\nX-Vendor: a\r\nST: one\r\nst: two\r\n\r\nbody: x"));
        assertEquals(SsdpHeaders.of("X-Vendor", "a", "ST", "one", "st", "two"), message.headers());
        assertEquals("one", assertInstanceOf(SsdpMessage.Answer.class, message).target());
    }

    @Test
    void the_wait_of_a_search_is_clamped_and_defaults_to_one_second() {
        assertEquals(1, waitOf(""));
        assertEquals(1, waitOf("MX: soon\r\n"));
        assertEquals(1, waitOf("MX: 0\r\n"));
        assertEquals(5, waitOf("MX: 5\r\n"));
        assertEquals(5, waitOf("MX: 120\r\n"));
        assertEquals(5, waitOf("MX: 99999999999\r\n"));
    }

    @Test
    void other_messages_are_refused_with_their_reason() {
        assertMalformed(Reason.UNKNOWN_START_LINE, "");
        assertMalformed(Reason.UNKNOWN_START_LINE, "GET / HTTP/1.1\r\n\r\n");
        assertMalformed(Reason.UNKNOWN_START_LINE, "\r\nNOTIFY * HTTP/1.1\r\n");
        assertMalformed(Reason.STATUS_NOT_OK, "HTTP/1.1 404 Not Found\r\n\r\n");
        assertMalformed(Reason.STATUS_NOT_OK, "HTTP/1.1 2000\r\n\r\n");
        assertMalformed(Reason.NOT_A_DISCOVERY, "M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\n\r\n");
        assertMalformed(Reason.NOT_A_DISCOVERY, "M-SEARCH * HTTP/1.1\r\nMAN: \"ssdp:discover\"\r\n\r\n");
        assertMalformed(Reason.UNKNOWN_NOTIFICATION, "NOTIFY * HTTP/1.1\r\nNTS: ssdp:update\r\n\r\n");
        assertMalformed(Reason.BAD_HEADER, "HTTP/1.1 200 OK\r\nST: a\r\n folded\r\n\r\n");
        assertMalformed(Reason.BAD_HEADER, "HTTP/1.1 200 OK\r\nS T: a\r\n\r\n");
        assertMalformed(Reason.BAD_HEADER, "HTTP/1.1 200 OK\r\nST: a\u0000b\r\n\r\n");
        assertMalformed(Reason.BAD_HEADER, "HTTP/1.1 200 OK\r\nST: a\rb\r\n\r\n");
    }

    @Test
    void thirty_two_headers_are_read_and_thirty_three_are_not() {
        String line = "A: b\r\n";
        message(datagram("HTTP/1.1 200 OK\r\n" + line.repeat(SsdpHeaders.LINES_MAX) + "\r\n"));
        assertMalformed(Reason.TOO_MANY_HEADERS, "HTTP/1.1 200 OK\r\n" + line.repeat(SsdpHeaders.LINES_MAX + 1));
    }

    @Test
    void the_longest_datagram_is_read_and_one_octet_more_is_not() {
        String start = "HTTP/1.1 200 OK\r\nST: ";
        String fill = "a".repeat(SsdpCodec.OCTETS_IN_MAX - start.length());
        message(datagram(start + fill));
        assertMalformed(Reason.TOO_LONG, start + fill + "a");
    }

    @Test
    void the_longest_message_is_written_and_one_octet_more_is_a_bug() {
        int frame = SsdpCodec.encode(answer("")).size();
        String fill = "a".repeat(SsdpCodec.OCTETS_OUT_MAX - frame);
        assertEquals(SsdpCodec.OCTETS_OUT_MAX, SsdpCodec.encode(answer(fill)).size());
        assertThrows(IllegalArgumentException.class, () -> SsdpCodec.encode(answer(fill + "a")));
    }

    @Test
    void a_line_break_cannot_be_smuggled_into_a_header() {
        assertThrows(IllegalArgumentException.class, () -> SsdpHeaders.of("ST", "a\r\nTAG: b"));
        assertThrows(IllegalArgumentException.class, () -> SsdpHeaders.of("ST:", "a"));
    }

    @Test
    void more_headers_than_the_limit_cannot_be_built() {
        List<SsdpHeaders.Line> lines = new ArrayList<>();
        for (int i = 0; i <= SsdpHeaders.LINES_MAX; i++) {
            lines.add(new SsdpHeaders.Line("A", "b"));
        }
        assertThrows(IllegalArgumentException.class, () -> new SsdpHeaders(lines));
    }

    private static SsdpMessage.Answer answer(String value) {
        return new SsdpMessage.Answer(SsdpHeaders.of("ST", value));
    }

    private static int waitOf(String header) {
        SsdpMessage message = message(
                datagram("M-SEARCH * HTTP/1.1\r\nMAN: \"ssdp:discover\"\r\nST: ssdp:all\r\n" + header + "\r\n"));
        return assertInstanceOf(SsdpMessage.Search.class, message).waitSeconds();
    }

    private static void assertMalformed(Reason reason, String text) {
        assertEquals(new Decoded.Malformed(reason), SsdpCodec.decode(datagram(text)));
    }
}
