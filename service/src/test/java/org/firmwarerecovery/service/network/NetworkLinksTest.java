package org.firmwarerecovery.service.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine's files say about its interfaces, on files that a test writes. */
@NullUnmarked // JUnit fills the fields.
class NetworkLinksTest {
    @TempDir
    Path root;

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static Inet4Address ipv4(String text) throws IOException {
        return (Inet4Address) InetAddress.getByName(text);
    }

    private static Inet6Address ipv6(String text) throws IOException {
        return (Inet6Address) InetAddress.getByName(text);
    }

    @Test
    void this_machine_has_interfaces_with_ids_that_paths_can_carry() {
        NetworkLinks links = new NetworkLinks();
        assertTrue(links.ids().size() > 0);
        assertEquals(links.ids().size(), new TreeSet<>(links.ids()).size());
        for (String id : links.ids()) {
            assertTrue(id.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*"), id);
            assertEquals(id, links.link(id).orElseThrow().id());
        }
        assertEquals(Optional.empty(), links.link("none"));
    }

    @Test
    void reading_one_interface_reads_no_other_one_and_each_table_once() {
        List<String> asked = new ArrayList<>();
        KernelTables tables = new KernelTables(file -> {
            asked.add(file);
            return List.of();
        });
        NetworkLinks links = new NetworkLinks(tables, new Leases(root), () -> AddressLifetimes.UNKNOWN);
        String id = links.ids().get(0);
        assertEquals(List.of(), asked, "names need no file");
        assertEquals(id, links.link(id).orElseThrow().id());
        assertEquals(asked.size(), new TreeSet<>(asked).size(), asked.toString());
        assertTrue(asked.contains("proc/net/if_inet6"), asked.toString());
        for (String file : asked) {
            assertTrue(file.startsWith("proc/net/") || file.startsWith("sys/class/net/" + id + "/"), file);
        }
    }

    @Test
    void a_name_that_no_path_can_carry_is_replaced_by_its_number() {
        assertEquals("eth0.12", NetworkLinks.id("eth0.12", 4));
        assertEquals("interface-4", NetworkLinks.id("eth0:1", 4));
        assertEquals("interface-5", NetworkLinks.id("..", 5));
    }

    @Test
    void the_default_router_is_that_of_the_interface() throws IOException {
        write("proc/net/route", """
                Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
                eth1	00000000	FE0200C0	0003	0	0	0	00000000	0	0	0
                eth0	00000000	010200C0	0003	0	0	0	00000000	0	0	0
                eth0	000200C0	00000000	0001	0	0	0	00FFFFFF	0	0	0
                """);
        write(
                "proc/net/ipv6_route",
                "0".repeat(32) + " 00 " + "0".repeat(32) + " 00 fe800000000000000000000000000001 00000400 00000001"
                        + " 00000000 00000003 eth0\n" + "0".repeat(32) + " 00 " + "0".repeat(32) + " 00 "
                        + "0".repeat(32) + " ffffffff 00000001 00000000 00200200 lo\n");
        KernelTables tables = new KernelTables(root);
        assertEquals(Optional.of("192.0.2.1"), tables.ipv4Gateway("eth0"));
        assertEquals(Optional.of("192.0.2.254"), tables.ipv4Gateway("eth1"));
        assertEquals(Optional.empty(), tables.ipv4Gateway("lo"));
        assertEquals(Optional.of("fe80:0:0:0:0:0:0:1"), tables.ipv6Gateway("eth0"));
        assertEquals(Optional.empty(), tables.ipv6Gateway("lo"), "a route to nowhere is no router");
    }

    @Test
    void flags_of_the_kernel_say_where_an_ipv6_address_is_from_and_how_it_is() throws IOException {
        write("proc/net/if_inet6", """
                20010db8000000000000000000000007 02 40 00 80     eth0
                20010db8000000000000000000000008 03 40 00 01     eth1
                """);
        assertEquals(Map.of("20010db8000000000000000000000007", 0x80), new KernelTables(root).ipv6Flags("eth0"));
        Inet6Address address = ipv6("2001:db8::7");
        assertEquals(Optional.of("SLAAC"), NetworkLinks.origin(address, OptionalInt.of(0x01), Optional.empty()));
        assertEquals(
                Optional.of("LinkLocal"),
                NetworkLinks.origin(ipv6("fe80::7"), OptionalInt.of(0x80), Optional.of("Static")));
        for (int flags : new int[] {0x00, 0x40, 0x80}) {
            assertEquals(
                    Optional.empty(),
                    NetworkLinks.origin(address, OptionalInt.of(flags), Optional.empty()),
                    "routers, servers and people may all be the origin");
        }
        assertEquals(Optional.of("Static"), NetworkLinks.origin(address, OptionalInt.empty(), Optional.of("Static")));
        assertEquals(Optional.of("Preferred"), NetworkLinks.state(OptionalInt.of(0x80)));
        assertEquals(Optional.of("Tentative"), NetworkLinks.state(OptionalInt.of(0x40)));
        assertEquals(Optional.of("Deprecated"), NetworkLinks.state(OptionalInt.of(0x20)));
        assertEquals(Optional.of("Failed"), NetworkLinks.state(OptionalInt.of(0x48)));
    }

    @Test
    void an_address_is_leased_when_the_lease_is_held_for_its_interface() throws IOException {
        Leases leases = new Leases(root);
        assertEquals(Optional.empty(), leases.address(2));
        write("run/systemd/netif/leases/2", "# private\nADDRESS=192.0.2.7\nROUTER=192.0.2.1\n");
        assertEquals(Optional.of("192.0.2.7"), leases.address(2));
        assertEquals(Optional.empty(), leases.address(3), "a lease of another interface");
        assertEquals(Optional.of("DHCP"), NetworkLinks.origin(ipv4("192.0.2.7"), leases.address(2), Optional.of(true)));
        assertEquals(
                Optional.of("IPv4LinkLocal"),
                NetworkLinks.origin(ipv4("169.254.3.4"), Optional.empty(), Optional.of(true)));
    }

    @Test
    void an_address_without_a_lease_is_what_the_kernel_says_and_without_that_nothing() throws IOException {
        write("proc/1/comm", "systemd\n");
        write("run/systemd/netif/leases/2", "ADDRESS=192.0.2.7\n");
        // Leases that are over, of an address that somebody set by hand since.
        write("var/lib/dhcp/dhclient.leases", "lease { fixed-address 192.0.2.8; expire 1 2001/01/01 00:00:00; }\n");
        Leases leases = new Leases(root);
        for (String address : List.of("192.0.2.8", "192.0.2.70", "2.0.2.7", "127.0.0.1")) {
            for (int index : new int[] {2, 3}) {
                Optional<String> leased = leases.address(index);
                Inet4Address one = ipv4(address);
                assertEquals(Optional.empty(), NetworkLinks.origin(one, leased, Optional.empty()), address);
                assertEquals(Optional.of("DHCP"), NetworkLinks.origin(one, leased, Optional.of(false)), address);
                assertEquals(Optional.of("Static"), NetworkLinks.origin(one, leased, Optional.of(true)), address);
            }
        }
    }

    @Test
    void names_come_from_the_machine() throws IOException {
        assertEquals(Optional.empty(), new KernelTables(root).hostName());
        write("proc/sys/kernel/hostname", "bmc-01.example\n");
        write("etc/resolv.conf", "# made\nsearch example\nnameserver 192.0.2.53\nnameserver 2001:db8::53\n");
        assertEquals(Optional.of("bmc-01.example"), new KernelTables(root).hostName());
        assertEquals(List.of("192.0.2.53", "2001:db8::53"), new KernelTables(root).nameServers());
    }

    @Test
    void an_interface_is_up_when_its_lowest_flag_is_set() {
        assertTrue(NetworkLinks.isUp("0x1003"));
        assertTrue(!NetworkLinks.isUp("0x1002"));
    }

    @Test
    void a_prefix_is_a_mask() throws IOException {
        Inet4Address address = (Inet4Address) InetAddress.getByName("192.0.2.7");
        for (String[] line :
                new String[][] {{"0", "0.0.0.0"}, {"8", "255.0.0.0"}, {"22", "255.255.252.0"}, {"32", "255.255.255.255"}
                }) {
            assertEquals(line[1], new NetworkLink.Ipv4(address, Integer.parseInt(line[0]), Optional.empty()).mask());
        }
    }
}
