package org.firmwarerecovery.conformance.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Distribution;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What monitoring costs: requests a second, latency and CPU per request of three documents, beside nginx that serves the very
 * bytes and, where {@code -Dmockup.server=} names DMTF's redfishMockupServer.py, beside that, in the same run and over plain
 * HTTP on loopback; then 300 clients that keep their connections for a minute over TLS, with Basic and with tokens. The load
 * comes from {@code wrk} with one thread, so that on two cores the server has the other one.
 */
@Tag("long")
@Needs({"tar", "wrk", "nginx"})
@ExtendWith(SharedLab.class)
class HttpFiguresTest {
    private static final int RUNS = 3;
    private static final int CONNECTIONS = 16;
    private static final int RUN_SECONDS = 5;
    /** Until a runtime that compiles while it runs has settled; a node is asked for months. */
    private static final int WARM_UP_SECONDS = 20;

    private static final int SESSIONS = 100;
    private static final int CLIENTS = 300;
    private static final int CLIENT_SECONDS = 60;
    private static final String SESSION_PATH = "/redfish/v1/SessionService/Sessions";
    private static final List<String> DOCUMENTS =
            List.of("/redfish/v1/", Operator.UPDATE_SERVICE + "/FirmwareInventory/BMC-A", SESSION_PATH);

    @TempDir
    Path folder;

    @Test
    void one_document_at_a_time(Lab lab) throws Exception {
        int port = freePort();
        NodeProcess node = node(lab, "web", "loopbackHttp: " + port);
        Operator operator = node.operator();
        openSessions(operator, lab.site().password(), SESSIONS);
        Path site = Files.createDirectories(folder.resolve("site"));
        for (String document : DOCUMENTS) {
            Path file =
                    Files.createDirectories(site.resolve(document.substring(1))).resolve("index.json");
            Files.write(file, operator.request().get(document).asByteArray());
        }
        Map<String, WebServer> servers = new LinkedHashMap<>();
        servers.put(
                "this node",
                new WebServer(
                        node.pid(),
                        "http://127.0.0.1:" + port,
                        WebLoad.basic(Site.ADMIN, lab.site().password()),
                        "",
                        folder,
                        () -> {}));
        try {
            servers.put("nginx", WebServer.nginx(folder, site, freePort()));
            WebServer.mockup(folder, site, freePort()).ifPresent(mockup -> servers.put("mockup server", mockup));
            for (String document : DOCUMENTS) {
                Bench.line(
                        "%n== GET %s, %d connections, %d s each after %d s",
                        document, CONNECTIONS, RUN_SECONDS, WARM_UP_SECONDS);
                for (Map.Entry<String, WebServer> server : servers.entrySet()) {
                    measure(server.getKey(), server.getValue(), document);
                }
            }
        } finally {
            for (WebServer server : servers.values()) {
                server.close();
            }
            node.stop();
        }
    }

    @Test
    void three_hundred_clients_for_a_minute(Lab lab) throws Exception {
        NodeProcess node = node(lab, "crowd", "connectionsMax: 400");
        List<String> logins = new ArrayList<>();
        for (String token : openSessions(node.operator(), lab.site().password(), 4)) {
            logins.add("X-Auth-Token: " + token);
        }
        logins.add(WebLoad.basic(Site.ADMIN, lab.site().password()));
        ProcessFigures figures = new ProcessFigures(node.pid());
        Bench.line("%n== %d clients for %d s over TLS, Basic and tokens mixed", CLIENTS, CLIENT_SECONDS);
        Bench.line("RSS before: %.0f MiB", figures.residentMebibytes());
        WebLoad load = new WebLoad(folder, CLIENTS, CLIENT_SECONDS);
        for (int minute = 1; minute <= 2; minute++) {
            double cpu = figures.cpuSeconds();
            WebLoad.Seen seen = load.mixed(node.address().toString(), DOCUMENTS, logins);
            print("minute " + minute, seen, figures.cpuSeconds() - cpu);
            Bench.line("RSS after minute %d: %.0f MiB", minute, figures.residentMebibytes());
            assertEquals(0, seen.errors(), seen.text());
        }
        node.stop();
    }

    private NodeProcess node(Lab lab, String name, String listen) throws Exception {
        Distribution installed = Distribution.unpack(Files.createDirectories(folder.resolve(name)));
        return lab.node(name)
                .with("listen", "{ addresses: [127.0.0.1], https: 0, " + listen + " }")
                .with("sessions", "{ max: " + (SESSIONS + 8) + " }")
                .installed(installed)
                .start();
    }

    private static void measure(String label, WebServer server, String document) throws Exception {
        ProcessFigures figures = new ProcessFigures(server.pid());
        String url = server.url() + document + server.suffix();
        new WebLoad(server.folder(), CONNECTIONS, WARM_UP_SECONDS).one(url, server.login());
        WebLoad load = new WebLoad(server.folder(), CONNECTIONS, RUN_SECONDS);
        for (int run = 0; run < RUNS; run++) {
            double before = figures.cpuSeconds();
            WebLoad.Seen seen = load.one(url, server.login());
            print(label, seen, figures.cpuSeconds() - before);
            if (server.suffix().isEmpty() && !server.login().isEmpty()) {
                assertEquals(0, seen.errors(), seen.text());
            }
        }
    }

    private static void print(String label, WebLoad.Seen seen, double cpu) {
        Bench.line(
                "%-14s %8.0f requests/s   p50 %8.3f ms   p99 %8.3f ms   CPU %6.1f us a request",
                label, seen.perSecond(), seen.median(), seen.worst(), cpu * 1e6 / seen.requests());
    }

    private static List<String> openSessions(Operator operator, String password, int count) {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Response login = operator.anonymous()
                    .contentType("application/json")
                    .body("{\"UserName\":\"" + Site.ADMIN + "\",\"Password\":\"" + password + "\"}")
                    .post(SESSION_PATH);
            assertEquals(201, login.statusCode(), login.asString());
            tokens.add(login.header("X-Auth-Token"));
        }
        return tokens;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
