package org.firmwarerecovery.conformance.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {
    private static final Map<String, String> WHOLE = Map.of(
            "redfish.uri", "https://bmc.example:8443/redfish/v1/",
            "redfish.user", "auditor",
            "redfish.password", "secret");

    @Test
    void without_a_uri_nothing_is_named() {
        assertTrue(Destination.named(name -> null, "secret").isEmpty());
    }

    @Test
    void what_is_not_said_is_the_careful_choice() {
        Destination named = Destination.named(WHOLE::get, null).orElseThrow();
        assertEquals(URI.create("https://bmc.example:8443"), named.uri());
        assertFalse(named.insecure());
        assertFalse(named.change());
        assertFalse(named.bySession());
    }

    @Test
    void the_password_may_come_from_the_environment() {
        Map<String, String> said = new TreeMap<>(WHOLE);
        said.remove("redfish.password");
        assertEquals(
                "other", Destination.named(said::get, "other").orElseThrow().password());
    }

    @ParameterizedTest
    @CsvSource({
        "redfish.uri, bmc.example",
        "redfish.uri, ftp://bmc.example",
        "redfish.uri, https://bmc.example/rest/v1",
        "redfish.uri, https://",
        "redfish.user, ''",
        "redfish.password, ''",
        "redfish.auth, digest",
        "redfish.ca, /no/such/file",
        "redfish.insecure, yes",
        "redfish.change, 1"
    })
    void what_makes_no_sense_is_told_by_the_name_of_its_property(String name, String value) {
        Map<String, String> said = new TreeMap<>(WHOLE);
        said.put(name, value);
        Destination.UnusableException refused =
                assertThrows(Destination.UnusableException.class, () -> Destination.named(said::get, null));
        assertTrue(String.valueOf(refused.getMessage()).contains(name), refused.toString());
    }
}
