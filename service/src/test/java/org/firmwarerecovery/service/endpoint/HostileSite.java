package org.firmwarerecovery.service.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.service.http.WireClient;
import org.jspecify.annotations.NullUnmarked;

/** A server that runs, and what it owes to any request: one answer, no 5xx, an error that says what it is. */
@NullUnmarked // jqwik starts the server.
abstract class HostileSite {
    static final String ADMIN = "Authorization: " + RawClient.basic("admin", NodeServer.PASSWORD) + "\r\n";
    static final String JSON = "Content-Type: application/json\r\n";
    static final String UPDATE = "/redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate";
    static final String UPLOAD = "/redfish/v1/UpdateService/upload";
    static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
    static final String VICTIM = "/redfish/v1/AccountService/Accounts/victim";
    static final String MARK = "/redfish/v1/Smuggled";
    static final int NESTED = 10_000;
    static final long GIBIBYTE = 1L << 30;

    static Path folder = Path.of("");
    static NodeServer server;

    @BeforeContainer
    static void start() throws IOException {
        folder = Files.createTempDirectory("hostile");
        server = new NodeServer(folder);
        String victim =
                "{\"Id\":\"victim\",\"UserName\":\"victim\",\"Password\":\"victim-pass\",\"RoleId\":\"ReadOnly\"}";
        requireCivil("victim", send(request("POST /redfish/v1/AccountService/Accounts", victim.getBytes(UTF_8), JSON)));
    }

    @AfterContainer
    static void stop() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Sends bytes and reads all answers until the server is silent or closes. */
    static List<WireClient.Answer> send(byte[] request) throws IOException {
        try (WireClient client = WireClient.connect(server.port())) {
            client.write(request);
            return client.answers();
        }
    }

    static List<WireClient.Answer> sendAndWaitShortly(String request) throws IOException {
        try (WireClient client = WireClient.connect(server.port())) {
            client.write(request.getBytes(ISO_8859_1));
            return client.answersWithin(1_000);
        }
    }

    static byte[] request(String taker, byte[] body, String... headers) {
        String head = taker + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + ADMIN + String.join("", headers)
                + "Content-Length: " + body.length + "\r\n\r\n";
        return join(head.getBytes(ISO_8859_1), body);
    }

    static byte[] join(byte[] one, byte[] other) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(one);
        all.writeBytes(other);
        return all.toByteArray();
    }

    /** One answer, no 5xx, an error that says what it is. */
    static void requireCivil(String what, List<WireClient.Answer> answers) {
        assertEquals(1, answers.size(), () -> what + ": " + answers);
        WireClient.Answer answer = answers.get(0);
        assertTrue(answer.status() >= 200 && answer.status() < 500, () -> what + ": " + answer);
        if (answer.status() >= 400) {
            assertTrue(errorOf(answer).isPresent(), () -> what + ": " + answer);
        }
    }

    static Optional<String> errorOf(WireClient.Answer answer) {
        try {
            JsonNode error = RedfishMapper.lenient().readTree(answer.body()).path("error");
            boolean told = !error.path("@Message.ExtendedInfo")
                    .path(0)
                    .path("MessageId")
                    .asText()
                    .isEmpty();
            return told ? Optional.of(error.path("code").asText()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static void requireService() throws IOException {
        try (RawClient client = RawClient.tls(server.port())) {
            assertEquals(
                    200, client.get("/redfish/v1/UpdateService", ADMIN.strip()).status());
        }
    }
}
