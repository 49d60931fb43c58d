package org.firmwarerecovery.service.http;

import static org.firmwarerecovery.service.http.RawClient.basic;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.firmwarerecovery.service.http.RawClient.Response;
import org.junit.jupiter.api.Test;

/** Rules that hold for every answer, whatever is asked (DSP0266, clauses on requests, responses and errors). */
class GateTest extends OnSharedServer {
    private static final String ADMIN = "Authorization: " + basic("admin", TestServer.PASSWORD);
    private static final String JSON = "Content-Type: application/json";
    private static final String UPDATE = "/redfish/v1/UpdateService/Actions/UpdateService.SimpleUpdate";

    GateTest(TestServer server) {
        super(server);
    }

    @Test
    void every_answer_has_odata_version_and_cache_control_exactly_once() throws IOException {
        for (String path : List.of("/redfish", "/redfish/v1/", "/redfish/v1/Nothing", "/redfish/v1/SessionService")) {
            Response response = client.get(path, ADMIN);
            assertEquals(List.of("4.0"), response.headers().get("odata-version"), path);
            assertEquals(List.of("no-cache"), response.headers().get("cache-control"), path);
        }
        assertEquals(List.of("4.0"), client.get("/redfish/v1/Nothing").headers().get("odata-version"));
    }

    @Test
    void the_root_answers_with_and_without_slash_and_without_credentials() throws IOException {
        assertEquals("{\"v1\":\"/redfish/v1/\"}", client.get("/redfish").text());
        for (String path : List.of("/redfish/v1", "/redfish/v1/")) {
            Response response = client.get(path);
            assertEquals(200, response.status());
            assertEquals(
                    "#ServiceRoot.v1_20_0.ServiceRoot",
                    response.json().path("@odata.type").asText());
            assertEquals(
                    "application/json;charset=utf-8",
                    response.header("Content-Type").orElseThrow());
            assertEquals("GET, HEAD", response.header("Allow").orElseThrow());
            assertTrue(response.header("Link").orElseThrow().endsWith("ServiceRoot.v1_20_0.json>; rel=describedby"));
        }
        assertEquals(200, client.get("/redfish/v1/odata").status());
        Response metadata = client.get("/redfish/v1/$metadata");
        assertEquals(
                "application/xml;charset=utf-8", metadata.header("Content-Type").orElseThrow());
        assertTrue(metadata.text().contains("Uri=\"/redfish/v1/schemas/FirmwareOffer_v1.xml\""));
    }

    @Test
    void a_stranger_learns_nothing_but_401() throws IOException {
        for (String path : List.of(
                "/redfish/v1/SessionService",
                "/redfish/v1/SessionService/Sessions",
                "/redfish/v1/Nothing",
                "/redfish/v1/schemas/FirmwareOffer_v1.xml",
                "/redfish/v1/UpdateService/FirmwareInventory/BMC")) {
            Response response = client.get(path, "If-None-Match: *");
            assertEquals(401, response.status(), path);
            assertTrue(response.header("WWW-Authenticate").orElseThrow().startsWith("Basic realm="), path);
            assertEquals("NoValidSession", response.code());
        }
        assertEquals(
                401,
                client.send("DELETE", "/redfish/v1/SessionService/Sessions/1", "")
                        .status());
        assertEquals(
                401, client.send("PATCH", "/redfish/v1/TaskService", "{}", JSON).status());
    }

    @Test
    void strangers_that_are_refused_fill_no_log_and_known_clients_are_told_of() throws IOException {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        Handler ear = new Handler() {
            @Override
            public void publish(LogRecord line) {
                told.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(Gate.class.getName());
        log.addHandler(ear);
        try {
            for (String body : List.of("x", "{}", "{\"UserName\":\"a\",\"Password\":\"wrong\"}")) {
                connect();
                Response refused = client.send("POST", "/redfish/v1/SessionService/Sessions", body, JSON);
                assertTrue(refused.status() >= 400, body);
            }
            connect();
            Response known = client.send("PATCH", "/redfish/v1/SessionService", "x", ADMIN, JSON);
            assertEquals(400, known.status());
            // The line is written behind the answer.
            long patience = System.nanoTime() + 10_000_000_000L;
            while (told.stream().noneMatch(line -> line.contains("user admin")) && System.nanoTime() < patience) {
                Thread.onSpinWait();
            }
            assertTrue(told.stream().anyMatch(line -> line.contains("user admin")), told.toString());
            assertEquals(
                    List.of(),
                    told.stream().filter(line -> line.contains("by nobody")).toList());
        } finally {
            log.removeHandler(ear);
        }
    }

    @Test
    void wrong_credentials_are_401_and_never_repeated() throws IOException {
        Response wrongToken = client.get("/redfish/v1/RPVfoobar", "X-Auth-Token: 0123456789abcdef");
        assertEquals(401, wrongToken.status());
        assertFalse(wrongToken.text().contains("0123456789abcdef"));
        Response wrongPassword =
                client.get("/redfish/v1/SessionService", "Authorization: " + basic("nobody", "hunter2"));
        assertEquals(401, wrongPassword.status());
        assertFalse(wrongPassword.text().contains("hunter2"));
        assertEquals(
                401,
                client.get("/redfish/v1/SessionService", "Authorization: Basic !!!")
                        .status());
        assertEquals(
                401,
                client.get("/redfish/v1/SessionService", "Authorization: Bearer x")
                        .status());
        // A good password does not save a bad token.
        assertEquals(
                401,
                client.get("/redfish/v1/SessionService", "X-Auth-Token: 00", ADMIN)
                        .status());
    }

    @Test
    void an_unknown_path_is_404_with_its_uri() throws IOException {
        for (String path : List.of(
                "/redfish/v1/Nothing",
                "/redfish/v1/UpdateService/FirmwareInventory/Nope",
                "/Redfish/v1/",
                "//redfish//v1/",
                "/redfish/v1/../v1",
                "/redfish/v1/UpdateService%2fFirmwareInventory",
                "/redfish/v1/UpdateService/Actions",
                "/redfish/v1/UpdateService/Actions/UpdateService.Nope")) {
            Response response = client.get(path, ADMIN);
            assertEquals(404, response.status(), path);
            assertEquals("ResourceMissingAtURI", response.code(), path);
        }
    }

    @Test
    void methods_that_are_not_declared_are_405_with_allow_and_unknown_ones_501() throws IOException {
        for (String method : List.of("DELETE", "PATCH", "POST", "PUT", "TRACE")) {
            try (RawClient fresh = RawClient.tls(server.port())) {
                Response response = fresh.send(method, "/redfish/v1/", method.equals("TRACE") ? "" : "{}", ADMIN, JSON);
                assertEquals(405, response.status(), method);
                assertEquals("GET, HEAD", response.header("Allow").orElseThrow(), method);
                assertEquals("OperationNotAllowed", response.code(), method);
            }
        }
        assertEquals(501, client.send("BREW", "/redfish/v1/", "", ADMIN).status());
        try (RawClient fresh = RawClient.tls(server.port())) {
            Response response = fresh.get(UPDATE, ADMIN);
            assertEquals(405, response.status());
            assertEquals("POST", response.header("Allow").orElseThrow());
        }
    }

    @Test
    void options_is_204_with_allow() throws IOException {
        Response response = client.send("OPTIONS", "/redfish/v1/TaskService", "", ADMIN);
        assertEquals(204, response.status());
        assertEquals("GET, HEAD, PATCH", response.header("Allow").orElseThrow());
        assertEquals(0, response.body().length);
        assertEquals(200, client.get("/redfish/v1").status());
    }

    @Test
    void head_has_the_headers_of_get_and_no_body() throws IOException {
        for (String path : List.of("/redfish/v1/", "/redfish", "/redfish/v1/$metadata", "/redfish/v1/UpdateService")) {
            Response get = client.get(path, ADMIN);
            Response head = client.send("HEAD", path, "", ADMIN);
            assertEquals(200, head.status(), path);
            assertEquals(get.header("ETag"), head.header("ETag"), path);
            assertEquals(get.header("Content-Length"), head.header("Content-Length"), path);
        }
    }

    @Test
    void another_odata_version_is_412() throws IOException {
        assertEquals(412, client.get("/redfish/v1/", "OData-Version: 4.1").status());
        assertEquals(200, client.get("/redfish/v1/", "Odata-Version: 4.0").status());
    }

    @Test
    void connection_close_is_echoed_and_done() throws IOException {
        Response response = client.get("/redfish/v1/", "Connection: close");
        assertEquals("close", response.header("Connection").orElseThrow().toLowerCase(java.util.Locale.ROOT));
        assertTrue(client.isClosed());
    }

    @Test
    void keep_alive_survives_errors_without_a_body_and_bodies_on_get() throws IOException {
        assertEquals(404, client.get("/redfish/v1/Nothing", ADMIN).status());
        assertEquals(200, client.send("GET", "/redfish/v1/", "{}", JSON).status());
        assertEquals(200, client.get("/redfish/v1/").status());
    }

    @Test
    void a_uri_over_the_limit_is_414() throws IOException {
        assertEquals(200, client.get("/redfish/v1/?x=" + "a".repeat(4_000)).status());
        Response response = client.get("/redfish/v1/?x=" + "a".repeat(9_000));
        assertEquals(414, response.status());
        assertEquals("InvalidURI", response.code());
    }

    @Test
    void a_json_body_over_one_mebibyte_is_413_by_length_and_by_chunks() throws IOException {
        client.write(RawClient.head("POST", UPDATE, ADMIN, JSON, "Content-Length: 1048577") + "\r\n");
        Response declared = client.read(false);
        assertEquals(413, declared.status());
        assertEquals("PayloadTooLarge", declared.code());
        try (RawClient chunked = RawClient.tls(server.port())) {
            chunked.write(RawClient.head("POST", UPDATE, ADMIN, JSON, "Transfer-Encoding: chunked") + "\r\n");
            String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
            for (int i = 0; i < 17; i++) {
                chunked.write(chunk);
            }
            chunked.write("0\r\n\r\n");
            assertEquals(413, chunked.read(false).status());
        }
    }

    @Test
    void a_chunked_json_body_is_read() throws IOException {
        client.write(RawClient.head("POST", UPDATE, ADMIN, JSON, "Transfer-Encoding: chunked")
                + "\r\n10\r\n{\"ImageURI\":\"htt\r\n7\r\np://x\"}\r\n0\r\n\r\n");
        assertEquals(202, client.read(false).status());
    }

    @Test
    void a_body_that_stalls_is_408() throws IOException {
        client.write(RawClient.head("POST", UPDATE, ADMIN, JSON, "Content-Length: 100") + "\r\n{\"Image");
        Response response = client.read(false);
        assertEquals(408, response.status());
        assertEquals("OperationTimeout", response.code());
    }

    @Test
    void a_header_that_stalls_ends_the_connection() throws IOException {
        client.write("GET /redfish/v1/ HTTP/1.1\r\nHost: loc");
        assertTrue(client.isClosed());
    }

    @Test
    void a_client_that_waits_for_100_continue_gets_it_only_when_its_body_is_wanted() throws IOException {
        String upload = "/redfish/v1/UpdateService/upload";
        client.write(RawClient.head("POST", upload, ADMIN, "Content-Length: 5", "Expect: 100-continue") + "\r\n");
        assertEquals(100, client.read(false).status());
        client.write("12345");
        assertEquals(5, client.read(false).json().path("Bytes").asInt());
        try (RawClient stranger = RawClient.tls(server.port())) {
            stranger.write(RawClient.head("POST", upload, "Content-Length: 5", "Expect: 100-continue") + "\r\n");
            assertEquals(401, stranger.read(false).status());
            assertTrue(stranger.isClosed());
        }
        try (RawClient reader = RawClient.tls(server.port())) {
            String credentials = "Authorization: " + basic("reader", TestServer.PASSWORD);
            reader.write(
                    RawClient.head("POST", upload, credentials, "Content-Length: 5", "Expect: 100-continue") + "\r\n");
            assertEquals(403, reader.read(false).status());
        }
        try (RawClient json = RawClient.tls(server.port())) {
            json.write(
                    RawClient.head("POST", UPDATE, ADMIN, JSON, "Content-Length: 21", "Expect: 100-continue") + "\r\n");
            assertEquals(100, json.read(false).status());
            json.write("{\"ImageURI\":\"http:x\"}");
            assertEquals(202, json.read(false).status());
        }
    }

    @Test
    void an_upload_is_not_bound_by_the_json_limit() throws IOException {
        String body = "x".repeat(3_000_000);
        Response response = client.send("POST", "/redfish/v1/UpdateService/upload", body, ADMIN);
        assertEquals(3_000_000, response.json().path("Bytes").asInt());
    }

    @Test
    void what_the_container_refuses_is_no_html_page() throws IOException {
        Response response = client.get("/redfish/v1/%zz", ADMIN);
        assertTrue(response.status() >= 400 && response.status() < 500);
        assertFalse(response.text().contains("<html"));
    }

    @Test
    void a_head_that_is_no_request_gets_an_error_body_all_the_same() throws IOException {
        for (String head : List.of(
                "GET /redfish/v1/ HTTP/1.1\r\n\r\n",
                "GET /redfish/v1/ HTTP/1.1\r\nHost: x\r\nX-A: " + "b".repeat(40_000) + "\r\n\r\n",
                "GET /redfish/v1/ HTTP/1.1\r\nHost: x\r\n" + "X-A: b\r\n".repeat(100) + "\r\n",
                "GET /redfish/v1/ HTTP/9.9\r\nHost: x\r\n\r\n")) {
            try (RawClient odd = RawClient.tls(server.port())) {
                odd.write(head);
                Response answer = odd.read(false);
                assertTrue(answer.status() == 400 || answer.status() == 505, head);
                assertFalse(answer.code().isEmpty(), head);
                assertTrue(odd.isClosed());
            }
        }
    }

    @Test
    void plain_http_only_redirects() throws IOException {
        int port = server.server.httpPort().orElseThrow();
        try (RawClient plain = RawClient.plain(port)) {
            Response response = plain.get("/redfish/v1/SessionService?$select=Id", ADMIN);
            assertEquals(308, response.status());
            assertEquals(
                    "https://localhost:" + server.port() + "/redfish/v1/SessionService?$select=Id",
                    response.header("Location").orElseThrow());
            assertEquals(Optional.of("0"), response.header("Content-Length"));
        }
    }

    @Test
    void the_plain_port_of_this_machine_serves_everything_and_asks_who_is_there() throws IOException {
        try (RawClient plain = RawClient.plain(server.server.loopbackPort().orElseThrow())) {
            assertEquals(401, plain.get("/redfish/v1/SessionService").status());
            assertEquals(200, plain.get("/redfish/v1/SessionService", ADMIN).status());
        }
    }

    @Test
    void who_comes_when_all_places_are_taken_gets_that_of_the_connection_that_waited_longest() throws IOException {
        List<RawClient> open = new java.util.ArrayList<>();
        try {
            assertEquals(200, client.get("/redfish/v1/", ADMIN).status());
            while (open.size() < 12) {
                // Refused as long as the others have not been waited for long enough to be told idle.
                RawClient.ifLetIn(server.port()).ifPresent(open::add);
            }
            assertEquals(200, open.get(11).get("/redfish/v1/", ADMIN).status());
            assertTrue(client.isClosed());
        } finally {
            for (RawClient each : open) {
                each.close();
            }
        }
    }
}
