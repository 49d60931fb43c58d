package org.firmwarerecovery.discovery.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Targets, unique service names and locations: the words of SSDP. */
class SsdpNamesTest {
    @Test
    void standard_targets_are_answered_with_the_own_redfish_target() {
        String ours = SearchTargets.REDFISH + ":20";
        assertEquals(Optional.of(ours), SearchTargets.answerTo(SearchTargets.ALL, 20));
        assertEquals(Optional.of(ours), SearchTargets.answerTo(SearchTargets.REDFISH, 20));
        assertEquals(Optional.of(ours), SearchTargets.answerTo(SearchTargets.REDFISH + ":6", 20));
        assertEquals(Optional.of(ours), SearchTargets.answerTo(ours, 20));
        assertEquals(Optional.of(SearchTargets.REDFISH), SearchTargets.answerTo(SearchTargets.ALL, 0));
        assertEquals(Optional.of(SearchTargets.ROOT_DEVICE), SearchTargets.answerTo(SearchTargets.ROOT_DEVICE, 20));
    }

    @Test
    void newer_minors_and_other_services_are_not_answered() {
        assertEquals(Optional.empty(), SearchTargets.answerTo(SearchTargets.REDFISH + ":21", 20));
        assertEquals(Optional.empty(), SearchTargets.answerTo(SearchTargets.REDFISH + ":", 20));
        assertEquals(Optional.empty(), SearchTargets.answerTo(SearchTargets.REDFISH + ":99999", 20));
        assertEquals(Optional.empty(), SearchTargets.answerTo("urn:dmtf-org:service:redfish-rest:2", 20));
        assertEquals(Optional.empty(), SearchTargets.answerTo(SearchTargets.DONOR, 20));
        assertEquals(Optional.empty(), SearchTargets.answerTo("", 20));
    }

    @Test
    void a_unique_service_name_is_read_in_any_case_and_written_in_lower_case() {
        String usn = "UUID:00112233-4455-6677-8899-AABBCCDDEEFF::" + SearchTargets.REDFISH;
        UniqueServiceName name = UniqueServiceName.parse(usn).orElseThrow();
        assertEquals("00112233-4455-6677-8899-aabbccddeeff", name.uuid());
        assertEquals("uuid:00112233-4455-6677-8899-aabbccddeeff::" + SearchTargets.REDFISH, name.text());
    }

    @Test
    void broken_unique_service_names_are_refused() {
        for (String usn : new String[] {
            "",
            "::",
            "uuid::",
            "uuid:::",
            "uuid:1::a",
            "uuid:00112233-4455-6677-8899-aabbccddeeff",
            "uuid:00112233-4455-6677-8899-aabbccddeeff::",
            "id:00112233-4455-6677-8899-aabbccddeeff::a"
        }) {
            assertEquals(Optional.empty(), UniqueServiceName.parse(usn), usn);
        }
    }

    @Test
    void locations_of_service_roots_are_read() {
        assertLocation("https://192.0.2.7:8443/redfish/v1/", "192.0.2.7", 8443);
        assertLocation("https://bmc.example.org/redfish/v1", "bmc.example.org", 443);
        assertLocation("https://[fe80::7]:8443/redfish/v1/", "fe80::7", 8443);
    }

    @Test
    void other_uris_are_no_location() {
        for (String uri : new String[] {
            "",
            "http://192.0.2.7/redfish/v1/",
            "https://192.0.2.7/",
            "https://192.0.2.7:0/redfish/v1/",
            "https://192.0.2.7:65536/redfish/v1/",
            "https://192.0.2.7:8443/redfish/v1/../../x",
            "https://user@192.0.2.7/redfish/v1/",
            "https://[fe80::7%25eth0]/redfish/v1/",
            "https://" + "a".repeat(300) + "/redfish/v1/"
        }) {
            assertEquals(Optional.empty(), ServiceLocation.parse(uri), uri);
        }
    }

    @Test
    void a_link_local_location_gets_the_zone_of_the_interface_it_was_heard_on() {
        ServiceLocation local = ServiceLocation.at("fe80:0:0:0:0:0:0:7", 8443);
        assertTrue(local.isLinkLocal());
        assertEquals("https://[fe80:0:0:0:0:0:0:7]:8443/redfish/v1/", local.uri());
        assertEquals("fe80:0:0:0:0:0:0:7%eth0", local.scopedHost("eth0"));
        ServiceLocation global = ServiceLocation.at("2001:db8::7", 8443);
        assertFalse(global.isLinkLocal());
        assertEquals("2001:db8::7", global.scopedHost("eth0"));
    }

    private static void assertLocation(String uri, String host, int port) {
        assertEquals(Optional.of(new ServiceLocation(uri, host, port)), ServiceLocation.parse(uri));
    }
}
