package org.firmwarerecovery.service.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.firmwarerecovery.service.network.InterfaceSettings.Dhcp;
import org.firmwarerecovery.service.network.InterfaceSettings.StaticAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator's program knows better than the kernel, and how names and addresses are written. */
class InterfaceSettingsTest {
    private static Optional<String> origin(InterfaceSettings settings, String kernel) throws Exception {
        Inet4Address address = (Inet4Address) InetAddress.getByName("192.0.2.7");
        return settings.origin(
                new NetworkLink.Ipv4(address, 24, Optional.of(kernel).filter(word -> !word.isEmpty())));
    }

    private static InterfaceSettings settings(boolean dhcp, String address) {
        List<StaticAddress> given = List.of(new StaticAddress(address, "255.255.255.0", null));
        return new InterfaceSettings(null, null, new Dhcp(dhcp), given, null);
    }

    @Test
    void an_address_kept_for_ever_is_leased_where_the_program_says_that_there_is_dhcp() throws Exception {
        InterfaceSettings leasing = settings(true, "198.51.100.7");
        assertEquals(Optional.of("DHCP"), origin(leasing, "Static"));
        assertEquals(Optional.of("DHCP"), origin(leasing, "DHCP"));
        assertEquals(Optional.empty(), origin(leasing, ""), "the kernel was not heard");
        assertEquals(Optional.of("Static"), origin(settings(false, "198.51.100.7"), "Static"));
        assertEquals(Optional.of("IPv4LinkLocal"), origin(leasing, "IPv4LinkLocal"));
        for (String kernel : List.of("Static", "")) {
            assertEquals(Optional.of("Static"), origin(settings(true, "192.0.2.7"), kernel), "somebody gave it");
            assertEquals(
                    Optional.of(kernel).filter(word -> !word.isEmpty()), origin(InterfaceSettings.UNKNOWN, kernel));
        }
    }

    @ParameterizedTest
    @CsvSource({"255.255.255.255,32", "255.255.255.0,24", "254.0.0.0,7", "128.0.0.0,1", "0.0.0.0,-1", "255.0.255.0,-1"})
    void a_mask_has_ones_before_zeros(String mask, int prefix) {
        OptionalInt found = NetworkText.prefix(NetworkText.ipv4(mask).orElseThrow());
        assertEquals(prefix < 0 ? OptionalInt.empty() : OptionalInt.of(prefix), found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1.2.3", "1.2.3.4.5", "01.2.3.4", "256.1.1.1", "1.2.3.4 ", "a.b.c.d", "1..2.3", "+1.2.3.4"})
    void what_only_looks_like_an_ipv4_address_is_none(String text) {
        assertTrue(NetworkText.ipv4(text).isEmpty());
        assertTrue(NetworkText.address(text).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"2001:db8::53,true", "::ffff:192.0.2.1,false", "fe80::1%eth0,false", "2001:db8::g,false", "1:2,false"})
    void an_ipv6_address_has_no_zone_and_is_no_other_spelling_of_an_ipv4_address(String text, boolean good) {
        assertEquals(good, NetworkText.address(text).isPresent());
    }

    @Test
    void names_are_those_of_rfc_1123() {
        for (String good : List.of("a", "bmc-01", "3com", "x".repeat(63))) {
            assertTrue(NetworkText.isLabel(good), good);
        }
        for (String bad : List.of("", "-a", "a-", "a_b", "a.b", "ä", "x".repeat(64))) {
            assertFalse(NetworkText.isLabel(bad), bad);
        }
        assertTrue(NetworkText.isName("ntp.example.net"));
        for (String bad : List.of("ntp..net", ".net", "net.", "192.0.2", "a.7", "ab.".repeat(84) + "net")) {
            assertFalse(NetworkText.isName(bad), bad);
        }
    }
}
