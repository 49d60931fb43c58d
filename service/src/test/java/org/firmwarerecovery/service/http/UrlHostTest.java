package org.firmwarerecovery.service.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What the ready line says can be copied into a client. */
class UrlHostTest {
    private static String host(String literal) throws Exception {
        return UrlHost.of(InetAddress.getByName(literal));
    }

    @Test
    void every_address_is_shown_as_the_loopback_address_of_its_family() throws Exception {
        assertEquals("127.0.0.1", host("0.0.0.0"));
        assertEquals("[::1]", host("::"));
    }

    @Test
    void an_address_is_shown_as_it_is_with_brackets_where_it_has_colons() throws Exception {
        assertEquals("192.0.2.7", host("192.0.2.7"));
        assertEquals("[2001:db8:0:0:0:0:0:7]", host("2001:db8::7"));
    }

    @Test
    void an_interface_that_a_url_cannot_name_is_named_by_its_number() throws Exception {
        byte[] octets = InetAddress.getByName("fe80::7").getAddress();
        String host = UrlHost.of(Inet6Address.getByAddress(null, octets, 7));
        assertEquals("[fe80:0:0:0:0:0:0:7%257]", host);
        URI.create("https://" + host + ":8443");
    }
}
