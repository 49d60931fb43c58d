package org.firmwarerecovery.service.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.firmwarerecovery.service.http.WireClient;

/**
 * Bodies that nobody sends by mistake, to a server that runs: never a 5xx, an error body wherever there can be one, bounded
 * memory, and the next client is served as if nothing had been.
 */
class HostileRequestsTest extends HostileSite {
    /** Everything that takes a body: method and path. */
    private static final List<String> TAKERS = List.of(
            "POST " + SESSIONS,
            "POST " + SESSIONS + "/Members",
            "POST /redfish/v1/AccountService/Accounts",
            "PATCH " + VICTIM,
            "PATCH /redfish/v1/AccountService",
            "PATCH /redfish/v1/SessionService",
            "PATCH /redfish/v1/TaskService",
            "PATCH /redfish/v1/UpdateService",
            "PATCH /redfish/v1/UpdateService/Oem/FirmwareRecovery",
            "POST " + UPDATE,
            "POST " + UPLOAD,
            "POST /redfish/v1/UpdateService/Oem/FirmwareRecovery/Actions/FirmwareRecoveryService.AdoptImage",
            "POST /redfish/v1/UpdateService/Oem/FirmwareRecovery/Actions/FirmwareRecoveryService.StartRecovery",
            "PATCH /redfish/v1/EventService",
            "POST /redfish/v1/EventService/Subscriptions",
            "POST /redfish/v1/EventService/Actions/EventService.SubmitTestEvent",
            "PATCH /redfish/v1/Managers/BMC/NetworkProtocol",
            "PATCH /redfish/v1/Systems/System",
            "PATCH /redfish/v1/Chassis/Chassis",
            "POST /redfish/v1/TaskService/Actions/TaskService.DeleteAllCompletedTasks");

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> name = Arbitraries.of(
                "UserName",
                "Password",
                "RoleId",
                "ImageURI",
                "Targets",
                "Policy",
                "Sources",
                "Baseline",
                "Component",
                "Manifest",
                "ServiceEnabled",
                "RegistryPrefixes",
                "OriginResources",
                "MessageArgs",
                "HTTP",
                "SessionTimeout",
                "MinPasswordLength",
                "@odata.id",
                "@odata.type",
                "Oem",
                "",
                "a/b",
                "~2",
                "\\u0000",
                "Id",
                "Name");
        Arbitrary<String> leaf = Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "1e308",
                "1e999",
                "9223372036854775808",
                "0.1",
                "\"\"",
                "\"\\ud800\"",
                "\"\\u0000\"",
                "\"P9999999999D\"",
                "\"/redfish/v1\"",
                "\"http://[::1\"",
                "\"x\"",
                "\"Administrator\"",
                "[]",
                "{}");
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(3).map(all -> "[" + String.join(",", all) + "]"),
                        inner.flatMap(one -> inner.flatMap(other -> name.flatMap(first -> name.map(
                                second -> "{\"" + first + "\":" + one + ",\"" + second + "\":" + other + "}"))))),
                4);
    }

    @Provide
    Arbitrary<byte[]> noise() {
        return json().flatMap(text -> Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(4)
                .flatMap(bytes -> Arbitraries.integers().between(0, 64).map(at -> {
                    byte[] whole = text.getBytes(UTF_8);
                    int from = Math.min(at, whole.length);
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    out.write(whole, 0, from);
                    out.writeBytes(bytes);
                    out.write(whole, from, whole.length - from);
                    return out.toByteArray();
                })));
    }

    @Provide
    Arbitrary<String> takers() {
        return Arbitraries.of(TAKERS);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void any_json_is_taken_or_refused_with_a_reason(@ForAll("takers") String taker, @ForAll("json") String body)
            throws IOException {
        requireCivil(taker + " " + body, send(request(taker, body.getBytes(UTF_8), JSON)));
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void any_bytes_are_refused_with_a_reason(@ForAll("takers") String taker, @ForAll("noise") byte[] body)
            throws IOException {
        requireCivil(taker + " " + new String(body, ISO_8859_1), send(request(taker, body, JSON)));
    }

    @Example
    void deep_long_doubled_and_oddly_encoded_bodies_are_refused() throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        bodies.add("[".repeat(NESTED).getBytes(UTF_8));
        bodies.add(("[".repeat(NESTED) + "]".repeat(NESTED)).getBytes(UTF_8));
        bodies.add(("{\"a\":".repeat(NESTED) + "1" + "}".repeat(NESTED)).getBytes(UTF_8));
        bodies.add(("{\"Policy\":" + "[{\"a\":".repeat(NESTED)).getBytes(UTF_8));
        bodies.add(("{\"UserName\":\"" + "x".repeat(900_000) + "\"}").getBytes(UTF_8));
        bodies.add(("{\"ImageURI\":" + "9".repeat(900_000) + "}").getBytes(UTF_8));
        bodies.add(("{\"" + "n".repeat(900_000) + "\":1}").getBytes(UTF_8));
        bodies.add("{\"UserName\":\"a\",\"UserName\":\"b\",\"Password\":\"c\"}".getBytes(UTF_8));
        bodies.add("{\"Policy\":{\"Slots\":1,\"Slots\":2}}".getBytes(UTF_8));
        bodies.add("{\"UserName\":\"\u00ff\"}".getBytes(ISO_8859_1));
        bodies.add("{\"UserName\":\"a\"}".getBytes(UTF_16));
        bodies.add("{\"UserName\":\"a\"}".getBytes(UTF_16LE));
        bodies.add("\ufeff{\"UserName\":\"a\"}".getBytes(UTF_8));
        bodies.add("{} {}".getBytes(UTF_8));
        bodies.add(new byte[1_000]);
        for (String taker : TAKERS) {
            for (int i = 0; i < bodies.size(); i++) {
                String what = taker + " body " + i;
                requireCivil(what, send(request(taker, bodies.get(i), JSON)));
            }
        }
        requireService();
    }

    @Example
    void a_gibibyte_announced_or_streamed_is_cut_off_and_memory_stays() throws IOException {
        requireService();
        long before = used();
        for (String taker :
                List.of("POST " + SESSIONS, "POST " + UPDATE, "PATCH /redfish/v1/TaskService", "POST " + UPLOAD)) {
            String type = taker.endsWith("upload") ? "Content-Type: application/octet-stream\r\n" : JSON;
            String head = taker + " HTTP/1.1\r\nHost: x\r\n" + ADMIN + type;
            try (WireClient client = WireClient.connect(server.port())) {
                client.write((head + "Content-Length: " + GIBIBYTE + "\r\n\r\n").getBytes(ISO_8859_1));
                long sent = client.flood(new byte[65_536], GIBIBYTE);
                assertTrue(sent < 64L << 20, taker + " took " + sent + " announced bytes");
            }
            try (WireClient client = WireClient.connect(server.port())) {
                client.write((head + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
                byte[] chunk = join("10000\r\n".getBytes(ISO_8859_1), new byte[65_538]);
                chunk[chunk.length - 2] = '\r';
                chunk[chunk.length - 1] = '\n';
                long sent = client.flood(chunk, GIBIBYTE);
                assertTrue(sent < 64L << 20, taker + " took " + sent + " streamed bytes");
            }
        }
        requireService();
        assertTrue(used() - before < 64L << 20, "memory grew by " + (used() - before));
        try (Stream<Path> left = Files.list(server.uploadFolder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
