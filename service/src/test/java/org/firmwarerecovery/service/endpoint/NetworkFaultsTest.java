package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is wrong with a change of interfaces and time servers: each fault is told, and nothing is changed. */
@Timeout(120)
class NetworkFaultsTest extends OnHookedNetwork {
    @Test
    void each_fault_of_an_interface_is_told_and_nothing_is_changed() throws IOException {
        assertEquals(
                List.of(
                        "PropertyValueFormatError HostName",
                        "PropertyValueFormatError FQDN",
                        "PropertyValueFormatError StaticNameServers/0",
                        "PropertyValueTypeError StaticNameServers/1",
                        "PropertyValueError StaticNameServers/2"),
                faults(
                        INTERFACE,
                        "{\"HostName\":\"a.b\",\"FQDN\":\"alone\",\"StaticNameServers\":[\"dns.example\",7,{}]}"));
        assertEquals(
                List.of("PropertyValueConflict FQDN"),
                faults(INTERFACE, "{\"HostName\":\"a\",\"FQDN\":\"ab.example\"}"));
        assertEquals(
                List.of(
                        "PropertyValueFormatError IPv4StaticAddresses/0/Address",
                        "PropertyValueIncorrect IPv4StaticAddresses/1/SubnetMask",
                        "PropertyMissing IPv4StaticAddresses/2/SubnetMask",
                        "PropertyNotWritable IPv4StaticAddresses/3/AddressOrigin",
                        "PropertyValueTypeError IPv4StaticAddresses/4"),
                sorted(faults(
                        INTERFACE,
                        "{\"IPv4StaticAddresses\":[{\"Address\":\"192.0.2.300\"},"
                                + "{\"SubnetMask\":\"255.0.255.0\"},{\"Address\":\"192.0.2.9\"},"
                                + "{\"Address\":\"203.0.113.9\",\"SubnetMask\":\"255.255.255.0\",\"AddressOrigin\":\"DHCP\"},"
                                + "\"192.0.2.9\"]}")));
        assertEquals(
                List.of(
                        "PropertyValueConflict IPv4StaticAddresses/0/Address",
                        "PropertyValueConflict IPv4StaticAddresses/1/Gateway",
                        "PropertyValueConflict IPv4StaticAddresses/2/Address",
                        "PropertyValueIncorrect IPv4StaticAddresses/3/Address"),
                sorted(faults(
                        INTERFACE,
                        "{\"IPv4StaticAddresses\":[{\"Address\":\"192.0.2.255\"},"
                                + "{\"Gateway\":\"198.51.100.1\"},"
                                + "{\"Address\":\"198.51.100.7\",\"SubnetMask\":\"255.255.255.0\"},"
                                + "{\"Address\":\"224.0.0.1\",\"SubnetMask\":\"255.255.255.0\"}]}")));
        for (String router : List.of("192.0.3.1", "192.0.2.7", "192.0.2.0", "192.0.2.255")) {
            assertEquals(
                    List.of("PropertyValueConflict IPv4StaticAddresses/0/Gateway"),
                    faults(INTERFACE, "{\"IPv4StaticAddresses\":[{\"Gateway\":\"" + router + "\"}]}"));
        }
        String many = "\"192.0.2.53\",".repeat(EthernetWishes.ENTRIES_MAX) + "\"192.0.2.53\"";
        assertEquals(
                List.of("ArraySizeTooLong StaticNameServers"),
                faults(INTERFACE, "{\"StaticNameServers\":[" + many + "]}"));
        assertEquals(
                List.of("PropertyValueTypeError DHCPv4", "PropertyNotWritable LinkStatus"),
                sorted(faults(INTERFACE, "{\"LinkStatus\":\"LinkUp\",\"DHCPv4\":7}")));
        assertEquals(
                List.of("PropertyNotWritable IPv4Addresses", "PropertyNotWritable Status"),
                sorted(faults(INTERFACE, "{\"IPv4Addresses\":[],\"Status\":{}}")));
        assertEquals(List.of(), written());
    }

    @Test
    void faults_of_time_and_discovery_are_told_together() throws IOException {
        assertEquals(
                List.of(
                        "PropertyValueOutOfRange SSDP/NotifyTTL",
                        "PropertyValueTypeError NTP/ProtocolEnabled",
                        "PropertyValueFormatError NTP/NTPServers/0",
                        "PropertyValueFormatError NTP/NTPServers/1"),
                faults(
                        PROTOCOLS,
                        "{\"SSDP\":{\"NotifyTTL\":0},\"NTP\":{\"ProtocolEnabled\":null,"
                                + "\"NTPServers\":[\"a b\",\"192.0.2\"]}}"));
        assertEquals(List.of("PropertyUnknown NTP/Port"), faults(PROTOCOLS, "{\"NTP\":{\"Port\":123}}"));
        assertEquals(List.of(), written());
        JsonNode both = patched(PROTOCOLS, "{\"SSDP\":{\"NotifyTTL\":7},\"NTP\":{\"ProtocolEnabled\":false}}");
        assertEquals(7, both.at("/SSDP/NotifyTTL").asInt());
        assertFalse(both.at("/NTP/ProtocolEnabled").asBoolean(true));
        assertEquals(
                List.of("PropertyNotWritable NTP/NTPServers"),
                faults(PROTOCOLS, "{\"NTP\":{\"NTPServers\":[]}}"),
                "what is not read cannot be written");
    }

    @Test
    void nobody_cuts_the_machine_off_by_taking_its_last_address() throws IOException {
        assertEquals(
                List.of("InterfaceWithoutAddress IPv4StaticAddresses"),
                faults(INTERFACE, "{\"IPv4StaticAddresses\":[null,null]}"));
        write("interface" + NAME, "{\"DHCPv4\":{\"DHCPEnabled\":true},\"IPv4StaticAddresses\":[]}");
        assertEquals(
                List.of("InterfaceWithoutAddress DHCPv4/DHCPEnabled"),
                faults(INTERFACE, "{\"DHCPv4\":{\"DHCPEnabled\":false}}"));
        assertEquals(List.of(), written());
        patched(
                INTERFACE,
                "{\"DHCPv4\":{\"DHCPEnabled\":false},\"IPv4StaticAddresses\":[{\"Address\":\"192.0.2.7\","
                        + "\"SubnetMask\":\"255.255.255.0\"}]}");
        patched(INTERFACE, "{\"DHCPv4\":{\"DHCPEnabled\":true},\"IPv4StaticAddresses\":[]}");
    }

    @Test
    void where_nothing_says_that_there_is_dhcp_the_last_address_stays() throws IOException {
        for (String dhcp : List.of("", ",\"DHCPv4\":{}", ",\"DHCPv4\":{\"DHCPEnabled\":null}")) {
            write(
                    "interface" + NAME,
                    "{\"IPv4StaticAddresses\":[{\"Address\":\"192.0.2.7\",\"SubnetMask\":\"255.255.255.0\"}]" + dhcp
                            + "}");
            for (String none : List.of("[]", "[null]")) {
                assertEquals(
                        List.of("InterfaceWithoutAddress IPv4StaticAddresses"),
                        faults(INTERFACE, "{\"IPv4StaticAddresses\":" + none + "}"));
            }
        }
        assertEquals(List.of(), written());
    }

    @Test
    void the_router_stays_when_only_the_address_it_stood_with_goes() throws IOException {
        assertEquals(
                List.of("InterfaceWithoutRouter IPv4StaticAddresses/1/Gateway"),
                faults(INTERFACE, "{\"IPv4StaticAddresses\":[null,{}]}"));
        assertEquals(List.of(), written());
        String second = "{\"Address\":\"192.0.2.8\",\"SubnetMask\":\"255.255.255.0\"}";
        assertEquals(
                "[{\"Address\":\"192.0.2.8\",\"SubnetMask\":\"255.255.255.0\",\"Gateway\":\"192.0.2.1\"}]",
                patched(INTERFACE, "{\"IPv4StaticAddresses\":[null," + second + "]}")
                        .path("IPv4StaticAddresses")
                        .toString());
        write("interface" + NAME, SET);
        assertEquals(
                "[{\"Address\":\"198.51.100.7\",\"SubnetMask\":\"255.255.255.128\"}]",
                patched(INTERFACE, "{\"IPv4StaticAddresses\":[null,{\"Gateway\":null}]}")
                        .path("IPv4StaticAddresses")
                        .toString(),
                "it was said that it goes");
    }

    @Test
    void a_router_that_the_program_repeats_is_in_nobodys_way() throws IOException {
        String two = "{\"IPv4StaticAddresses\":[{\"Address\":\"192.0.2.7\",\"SubnetMask\":\"255.255.255.0\","
                + "\"Gateway\":\"192.0.2.1\"},{\"Address\":\"192.0.2.8\",\"SubnetMask\":\"255.255.255.0\",\"Gateway\":";
        write("interface" + NAME, two + "\"192.0.2.1\"}]}");
        JsonNode shown = read(INTERFACE, "/IPv4StaticAddresses/0").path("IPv4StaticAddresses");
        assertFalse(shown.at("/1").has("Gateway"));
        assertEquals(
                shown, patched(INTERFACE, "{\"IPv4StaticAddresses\":[{},{}]}").path("IPv4StaticAddresses"));
        write("interface" + NAME, two + "\"192.0.2.2\"}]}");
        assertEquals(
                500,
                send("PATCH", INTERFACE, "{\"IPv4StaticAddresses\":[{},{}]}").status(),
                "two routers are nonsense");
    }

    private static List<String> sorted(List<String> faults) {
        return faults.stream().sorted((a, b) -> about(a).compareTo(about(b))).toList();
    }

    private static String about(String fault) {
        return fault.substring(fault.indexOf(' '));
    }
}
