package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.service.network.HookedNetwork;
import org.firmwarerecovery.service.network.NetworkCommands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interfaces and time servers behind the operator's programs: real ones, which keep what they are told in files. */
@Timeout(120)
class NetworkHooksTest extends OnHookedNetwork {
    @Test
    void what_the_program_reads_is_shown_and_read_once_for_several_requests() throws IOException {
        JsonNode shown = read(INTERFACE, "/DHCPv4");
        assertEquals("bmc-7", shown.path("HostName").asText());
        assertEquals("bmc-7.example.net", shown.path("FQDN").asText());
        assertEquals(
                "{\"DHCPEnabled\":false,\"@Redfish.WriteableProperties\":[\"DHCPEnabled\"]}",
                shown.path("DHCPv4").toString());
        assertEquals(
                "[{\"Address\":\"192.0.2.7\",\"SubnetMask\":\"255.255.255.0\",\"Gateway\":\"192.0.2.1\"},"
                        + "{\"Address\":\"198.51.100.7\",\"SubnetMask\":\"255.255.255.128\"}]",
                shown.path("IPv4StaticAddresses").toString());
        assertEquals(
                "[\"192.0.2.53\",\"2001:db8::53\"]",
                shown.path("StaticNameServers").toString());
        assertFalse(shown.has("Vendor"));
        assertEquals(
                "[\"HostName\",\"FQDN\",\"IPv4StaticAddresses\",\"StaticNameServers\"]",
                shown.path("@Redfish.WriteableProperties").toString());
        get(INTERFACE + "?$select=HostName");
        get(INTERFACE);
        assertTrue(Files.readAllLines(folder.resolve("log")).size() < 3, "each request ran the program");
        JsonNode ntp = read(PROTOCOLS, "/NTP").path("NTP");
        assertEquals(
                "{\"ProtocolEnabled\":true,\"NTPServers\":[\"ntp.example.net\",\"192.0.2.123\"],"
                        + "\"@Redfish.WriteableProperties\":[\"ProtocolEnabled\",\"NTPServers\"]}",
                ntp.toString());
        assertTrue(send("GET", INTERFACE, "").header("Allow").orElse("").contains("PATCH"));
    }

    @Test
    void without_programs_nothing_can_be_written_and_nothing_is_invented() throws IOException {
        try (NodeServer plain = new NodeServer(folder.resolve("plain"));
                RawClient client = RawClient.tls(plain.port())) {
            Response shown = client.get(INTERFACE, ADMIN);
            assertEquals(Optional.of("GET, HEAD"), shown.header("Allow"));
            for (String member : List.of("DHCPv4", "IPv4StaticAddresses", "StaticNameServers")) {
                assertFalse(shown.json().has(member), member);
            }
            assertFalse(client.get(PROTOCOLS, ADMIN).json().has("NTP"));
        }
        NetworkCommands reads = new NetworkCommands(
                List.of("sh", "-c", "cat " + folder + "/$SUBJECT$INTERFACE"), List.of(), Duration.ofSeconds(30));
        try (NodeServer reading = new NodeServer(folder.resolve("reading"), false, HookedNetwork.of(reads))) {
            server = reading;
            assertEquals(Optional.of("GET, HEAD"), send("GET", INTERFACE, "").header("Allow"));
            assertTrue(read(PROTOCOLS, "/NTP").at("/NTP/ProtocolEnabled").asBoolean());
            assertFalse(read(PROTOCOLS, "/NTP").at("/NTP").has("@Redfish.WriteableProperties"));
            assertEquals(
                    List.of("PropertyNotWritable NTP"), faults(PROTOCOLS, "{\"NTP\":{\"ProtocolEnabled\":false}}"));
        }
    }

    @Test
    void the_program_gets_what_the_client_sent_and_what_it_made_of_it_is_shown() throws IOException {
        JsonNode shown = patched(INTERFACE, "{\"HostName\":\"bmc-8\",\"FQDN\":\"bmc-8.example.net\"}");
        assertEquals("bmc-8", shown.path("HostName").asText());
        assertFalse(shown.has("DHCPv4"), "this program forgets what it is not told, and nobody else remembers it");
        write("obey", "printf '{\"HostName\":\"BMC-9\"}' > \"$SUBJECT$INTERFACE\"");
        assertEquals(
                "BMC-9",
                patched(INTERFACE, "{\"HostName\":\"bmc-9\"}").path("HostName").asText());
        assertEquals("BMC-9", get(INTERFACE).path("HostName").asText());
        assertEquals(
                List.of(
                        "network-write interface " + NAME + " {\"HostName\":\"bmc-8\",\"FQDN\":\"bmc-8.example.net\"}",
                        "network-write interface " + NAME + " {\"HostName\":\"bmc-9\"}"),
                written());
        String tag = send("GET", INTERFACE, "").header("ETag").orElseThrow();
        assertEquals(
                412,
                send("PATCH", INTERFACE, "{\"HostName\":\"x\"}", "If-Match: \"no\"")
                        .status());
        assertEquals(
                200,
                send("PATCH", INTERFACE, "{\"HostName\":\"y\"}", "If-Match: " + tag)
                        .status());
    }

    @Test
    void arrays_keep_remove_replace_and_cut_as_the_specification_says() throws IOException {
        String servers = "/NTP/NTPServers";
        String two = "{\"NTP\":{\"NTPServers\":[\"time-a.example\",\"time-b.example\"]}}";
        assertEquals(2, patched(PROTOCOLS, two).at(servers).size());
        assertEquals(
                "[\"time-b.example\"]",
                patched(PROTOCOLS, "{\"NTP\":{\"NTPServers\":[null,\"time-b.example\"]}}")
                        .at(servers)
                        .toString());
        patched(PROTOCOLS, two);
        assertEquals(
                "[\"time-a.example\",\"time-d.example\"]",
                patched(PROTOCOLS, "{\"NTP\":{\"NTPServers\":[{},\"time-d.example\"]}}")
                        .at(servers)
                        .toString());
        assertEquals(
                "[\"time-b.example\"]",
                patched(PROTOCOLS, "{\"NTP\":{\"NTPServers\":[\"time-b.example\"]}}")
                        .at(servers)
                        .toString());
        assertEquals(
                "[]",
                patched(PROTOCOLS, "{\"NTP\":{\"NTPServers\":[]}}").at(servers).toString());
        patched(
                INTERFACE,
                "{\"IPv4StaticAddresses\":[null,{\"SubnetMask\":\"255.255.255.0\",\"Gateway\":\"198.51.100.1\"},"
                        + "{\"Address\":\"203.0.113.9\",\"SubnetMask\":\"255.255.255.255\",\"Gateway\":\"198.51.100.1\"}],"
                        + "\"StaticNameServers\":[{},null]}");
        List<String> runs = written();
        assertEquals(
                "network-write interface " + NAME + " {\"IPv4StaticAddresses\":[{\"Address\":\"198.51.100.7\","
                        + "\"SubnetMask\":\"255.255.255.0\",\"Gateway\":\"198.51.100.1\"},"
                        + "{\"Address\":\"203.0.113.9\",\"SubnetMask\":\"255.255.255.255\"}],"
                        + "\"StaticNameServers\":[\"192.0.2.53\"]}",
                runs.get(runs.size() - 1));
    }

    @Test
    void a_program_that_fails_is_an_error_with_its_reason_and_what_holds_is_read() throws IOException {
        write("obey", "printf '{\"HostName\":\"half\"}' > \"$SUBJECT$INTERFACE\"; exit 7");
        Response failed = send("PATCH", INTERFACE, "{\"HostName\":\"bmc-8\"}");
        assertEquals(500, failed.status());
        JsonNode message = failed.json().at("/error/@Message.ExtendedInfo/0");
        assertTrue(message.path("MessageId").asText().endsWith(".NetworkCommandFailed"), failed.text());
        assertTrue(message.path("Message").asText().contains("status 7"), failed.text());
        assertEquals("half", get(INTERFACE).path("HostName").asText());
        String who = "A request of user 'admin' from '127.0.0.1' failed with status 500";
        assertTrue(
                recorded(who + " and may have changed something: PATCH " + INTERFACE + "."),
                "nobody learns who changed half of it");
    }

    /** Whether the audit log tells this; an entry may follow the answer. */
    private boolean recorded(String text) throws IOException {
        String mark = "PATCH /redfish/v1/TaskService.";
        patched("/redfish/v1/TaskService", "{\"TaskAutoDeleteTimeoutMinutes\":60}");
        List<String> told = List.of();
        while (told.stream().noneMatch(entry -> entry.endsWith(mark))) {
            told = StreamSupport.stream(
                            get("/redfish/v1/Managers/BMC/LogServices/AuditLog/Entries")
                                    .path("Members")
                                    .spliterator(),
                            false)
                    .map(entry -> entry.path("Message").asText())
                    .toList();
        }
        return told.contains(text);
    }

    @Test
    void nonsense_shows_nothing_and_lets_nobody_write_over_what_is_not_known() throws IOException {
        for (String nonsense : List.of(
                "",
                "null",
                "[]",
                "no JSON",
                "{\"ProtocolEnabled\":\"yes\"}",
                "{\"ProtocolEnabled\":true,\"Port\":0}",
                "{\"NTPServers\":[\"a b\"]}",
                "{\"NTPServers\":[null]}",
                "{\"NTPServers\":[\"" + "x".repeat(70_000) + "\"]}")) {
            write("ntp", nonsense);
            Response answer = send("PATCH", PROTOCOLS, "{\"NTP\":{\"ProtocolEnabled\":false}}");
            assertEquals(500, answer.status(), answer.text());
        }
        assertFalse(get(PROTOCOLS).has("NTP"));
        assertEquals(
                7,
                patched(PROTOCOLS, "{\"SSDP\":{\"NotifyTTL\":7}}")
                        .at("/SSDP/NotifyTTL")
                        .asInt());
        assertEquals(List.of(), written());
    }

    @Test
    void one_change_at_a_time_and_none_after_the_end() throws Exception {
        try (HookedNetwork own = hooks();
                NodeServer theirs = new NodeServer(folder.resolve("theirs"), false, Optional.of(own))) {
            server = theirs;
            oneAtATime(own);
        }
    }

    private void oneAtATime(HookedNetwork own) throws Exception {
        write("obey", "touch begun; sleep 300");
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> {
            try {
                return send("PATCH", PROTOCOLS, "{\"NTP\":{\"ProtocolEnabled\":false}}")
                        .status();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        while (!Files.exists(folder.resolve("begun"))) {
            assertFalse(new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS), "nobody counts this down");
        }
        assertEquals(409, send("PATCH", INTERFACE, "{\"HostName\":\"bmc-8\"}").status());
        own.close();
        assertEquals(500, first.get(60, TimeUnit.SECONDS));
    }
}
