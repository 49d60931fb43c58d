package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.firmwarerecovery.service.network.HookedNetwork;
import org.firmwarerecovery.service.network.NetworkCommands;
import org.firmwarerecovery.service.network.NetworkLinks;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One server whose network is set by real programs, which keep what they are told in files; each test begins with the same files. */
@NullUnmarked // JUnit fills the fields.
abstract class OnHookedNetwork {
    static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD);
    static final String PROTOCOLS = "/redfish/v1/Managers/BMC/NetworkProtocol";
    static final String NAME = new NetworkLinks().ids().get(0);
    static final String INTERFACE = "/redfish/v1/Managers/BMC/EthernetInterfaces/" + NAME;
    static final String OBEY = "printf %s \"$SETTINGS\" > \"$SUBJECT$INTERFACE\"";
    static final String SET = """
            {"HostName":"bmc-7","FQDN":"bmc-7.example.net","DHCPv4":{"DHCPEnabled":false},
             "IPv4StaticAddresses":[{"Address":"192.0.2.7","SubnetMask":"255.255.255.0","Gateway":"192.0.2.1"},
                                    {"Address":"198.51.100.7","SubnetMask":"255.255.255.128"}],
             "StaticNameServers":["192.0.2.53","2001:db8::53"],"Vendor":"unknown members are nobody's business"}
            """;

    private static final int LOOKS_MAX = 1_000;

    @TempDir
    static Path folder;

    static final AtomicLong NANOS = new AtomicLong();
    private static HookedNetwork hooks;
    private static NodeServer shared;

    NodeServer server;

    @BeforeAll
    static void open() throws IOException {
        hooks = hooks();
        shared = new NodeServer(folder.resolve("node"), false, Optional.of(hooks));
    }

    @AfterAll
    static void close() throws IOException {
        hooks.close();
        shared.close();
    }

    static HookedNetwork hooks() {
        String at = "cd " + folder + " && echo \"$HOOK $SUBJECT $INTERFACE $SETTINGS\" >> log && ";
        return new HookedNetwork(
                new NetworkCommands(
                        List.of("sh", "-c", at + "cat \"$SUBJECT$INTERFACE\""),
                        List.of("sh", "-c", at + ". ./obey"),
                        Duration.ofSeconds(30)),
                NANOS::get);
    }

    @BeforeEach
    void start() throws IOException {
        server = shared;
        write("interface" + NAME, SET);
        write("ntp", "{\"ProtocolEnabled\":true,\"NTPServers\":[\"ntp.example.net\",\"192.0.2.123\"]}");
        write("obey", OBEY);
        write("log", "");
        // What was read for another test is old.
        NANOS.addAndGet(TimeUnit.MINUTES.toNanos(1));
    }

    final void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    final Response send(String method, String path, String body, String... headers) throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            String[] all = new String[headers.length + 2];
            all[0] = ADMIN;
            all[1] = "Content-Type: application/json";
            System.arraycopy(headers, 0, all, 2, headers.length);
            return client.send(method, path, body, all);
        }
    }

    final JsonNode get(String path) throws IOException {
        Response response = send("GET", path, "");
        assertEquals(200, response.status(), response.text());
        return response.json();
    }

    /** The document once the program has read {@code pointer}: on a busy machine that may take longer than a request waits. */
    final JsonNode read(String path, String pointer) throws IOException {
        JsonNode shown = get(path);
        for (int look = 0; look < LOOKS_MAX && shown.at(pointer).isMissingNode(); look++) {
            shown = get(path);
        }
        return shown;
    }

    final JsonNode patched(String path, String body) throws IOException {
        Response response = send("PATCH", path, body);
        assertEquals(200, response.status(), response.text());
        return response.json();
    }

    /** Runs of the program that writes. */
    final List<String> written() throws IOException {
        return Files.readAllLines(folder.resolve("log")).stream()
                .filter(line -> line.startsWith("network-write "))
                .toList();
    }

    /** Each fault: its message and what it is about. */
    final List<String> faults(String path, String body) throws IOException {
        Response answer = send("PATCH", path, body);
        assertEquals(400, answer.status(), answer.text());
        return StreamSupport.stream(
                        answer.json().at("/error/@Message.ExtendedInfo").spliterator(), false)
                .map(message -> message.path("MessageId").asText().replaceAll(".*\\.", "") + " "
                        + message.at("/RelatedProperties/0").asText().replace("#/", ""))
                .toList();
    }
}
