package org.firmwarerecovery.discovery.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.Family;
import org.firmwarerecovery.discovery.core.InterfaceSetting;
import org.junit.jupiter.api.Test;

class LocalInterfacesTest {
    private static List<String> announcedOnLoopback(String listened) throws Exception {
        DiscoverySettings settings = DiscoverySettings.of("3f2b8a52-6f0e-4f5f-9a52-0d6b1f0c7e11", 8443)
                .on(List.of(InterfaceSetting.lan("lo")), List.of(listened));
        return LocalInterfaces.find(settings).stream()
                .filter(link -> link.link().family() == Family.IPV4)
                .flatMap(link -> link.link().addresses().stream())
                .toList();
    }

    @Test
    void the_address_that_loopback_owns_is_announced() throws Exception {
        assertEquals(List.of("127.0.0.1"), announcedOnLoopback("127.0.0.1"));
    }

    @Test
    void any_other_address_of_loopback_that_is_listened_on_is_announced_as_well() throws Exception {
        assertEquals(List.of("127.0.0.2"), announcedOnLoopback("127.0.0.2"));
    }

    @Test
    void an_address_that_no_interface_has_is_not_announced() throws Exception {
        assertEquals(List.of(), announcedOnLoopback("192.0.2.1"));
    }
}
