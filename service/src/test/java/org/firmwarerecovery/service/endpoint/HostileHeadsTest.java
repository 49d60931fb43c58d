package org.firmwarerecovery.service.endpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import org.firmwarerecovery.service.http.HttpLimits;
import org.firmwarerecovery.service.http.WireClient;

/** Request heads that nobody sends by mistake: floods, hidden requests, odd paths and hosts, and clients that stall. */
class HostileHeadsTest extends HostileSite {
    @Example
    void a_flood_of_headers_ends_the_connection() throws IOException {
        String head = "GET /redfish/v1/ HTTP/1.1\r\nHost: x\r\n";
        List<String> floods = List.of(
                "X-A: b\r\n".repeat(10_000),
                "X-A: " + "b".repeat(1_000_000) + "\r\n",
                "X".repeat(100_000) + ": b\r\n",
                "Cookie: a=b\r\n".repeat(1_000));
        for (String flood : floods) {
            try (WireClient client = WireClient.connect(server.port())) {
                client.flood((head + flood + "\r\n").getBytes(ISO_8859_1), 1);
                for (WireClient.Answer answer : client.answers()) {
                    assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
                }
            }
        }
        requireService();
    }

    @Example
    void a_request_that_hides_another_gets_one_answer() throws IOException {
        String hidden = "GET " + MARK + " HTTP/1.1\r\nHost: x\r\n" + ADMIN + "\r\n";
        String post = "POST " + UPDATE + " HTTP/1.1\r\nHost: x\r\n" + ADMIN + JSON;
        List<String> requests = List.of(
                post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden,
                post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden,
                post + "Content-Length: 2\r\nContent-Length: " + (2 + hidden.length()) + "\r\n\r\n{}" + hidden,
                post + "Content-Length: 2, 40\r\n\r\n{}" + hidden,
                post + "Content-Length: +2\r\n\r\n{}" + hidden,
                post + "Content-Length: -1\r\n\r\n{}" + hidden,
                post + "Content-Length: 0x2\r\n\r\n{}" + hidden,
                post + "Content-Length: 99999999999999999999\r\n\r\n{}" + hidden,
                post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden,
                post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + hidden,
                post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden,
                post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + hidden,
                post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n" + hidden,
                post + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n" + hidden,
                post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n" + hidden,
                post + "Transfer-Encoding: chunked\r\n\r\n2;" + "x".repeat(20_000) + "\r\n{}\r\n0\r\n\r\n" + hidden,
                post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n" + hidden);
        List<String> offences = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            List<WireClient.Answer> answers = send(requests.get(i).getBytes(ISO_8859_1));
            boolean civil = answers.stream().allMatch(answer -> answer.status() < 500);
            boolean hiddenAnswered =
                    answers.stream().anyMatch(answer -> answer.text().contains("Smuggled"));
            if (!civil || hiddenAnswered) {
                offences.add(i + ": " + answers);
            }
        }
        assertEquals("", String.join("\n", offences));
        requireService();
    }

    @Example
    void odd_paths_are_refused_with_a_body() throws IOException {
        List<String> offences = new ArrayList<>();
        for (String path : List.of(
                "/%00",
                "/redfish/v1/%00",
                "/redfish/v1/UpdateService%00",
                "/redfish/v1/%2e%2e/v1/",
                "/redfish/v1/../v1/Managers",
                "/redfish/v1/UpdateService%2fFirmwareInventory",
                "//redfish//v1",
                "/redfish//v1/",
                "/redfish/v1/Managers/..",
                "/redfish/v1/%",
                "/redfish/v1/%zz",
                "/redfish/v1/%c0%af",
                "/redfish/v1/%ff",
                "/redfish\\v1",
                "/redfish/v1/;x=y",
                "*",
                "http://elsewhere/redfish/v1/Nothing",
                "redfish",
                "?",
                "/?",
                "/redfish/v1/Managers/%0d%0aX-Y:z",
                "/redfish/v1/\u00e9",
                "/redfish/v1/Managers?$filter=%00",
                "/redfish/v1/Managers?$filter=" + "(".repeat(3_000),
                "/redfish/v1/Managers?a=\"<>^`{|}\\",
                "/redfish/v1/Managers?%",
                "/redfish/v1/Managers?$select=" + "a,".repeat(2_000),
                "/" + "a/".repeat(3_000))) {
            for (String method : List.of("GET", "POST", "DELETE", "PATCH")) {
                String head = method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + ADMIN + "\r\n";
                List<WireClient.Answer> answers = send(head.getBytes(ISO_8859_1));
                boolean civil = answers.size() == 1
                        && answers.get(0).status() < 500
                        && (answers.get(0).status() < 400
                                || errorOf(answers.get(0)).isPresent());
                if (!civil) {
                    offences.add(method + " " + path.substring(0, Math.min(60, path.length())) + ": " + answers);
                }
            }
        }
        assertEquals("", String.join("\n", offences));
        requireService();
    }

    @Example
    void odd_hosts_are_no_error_of_ours() throws IOException {
        for (String host : List.of(
                "Host: a b",
                "Host: [::1",
                "Host: ",
                "Host: x:99999",
                "Host: x:y",
                "Host: \u00e9",
                "Host: a/b?c#d",
                "Host: %",
                "Host: x\r\nHost: y")) {
            String head = "GET /redfish/v1/Managers HTTP/1.1\r\nConnection: close\r\n" + ADMIN + host + "\r\n\r\n";
            requireCivil(host, send(head.getBytes(ISO_8859_1)));
        }
        requireService();
    }

    @Example
    void lines_that_are_no_http_end_the_connection() throws IOException {
        for (String line : List.of(
                "\r\n\r\n\r\n",
                "GET\r\n\r\n",
                "GET /redfish/v1/\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "GET /redfish/v1/ HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET  /redfish/v1/  HTTP/1.1\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /redfish/v1/ HTTP/1.1\nHost: x\n\n",
                "GET /redfish/v1/ HTTP/1.1\r\nHost x\r\n\r\n",
                "GET /redfish/v1/ HTTP/1.1\r\n: x\r\n\r\n",
                "GET /redfish/v1/ HTTP/1.1\r\nX-A: \u0000\r\n\r\n")) {
            for (WireClient.Answer answer : sendAndWaitShortly(line)) {
                assertTrue(answer.status() < 500 || answer.status() == 501 || answer.status() == 505, line + answer);
            }
        }
        requireService();
    }

    @Example
    void clients_that_stall_do_not_keep_the_service_from_others_for_long() throws IOException {
        List<WireClient> stalled = new ArrayList<>();
        // Half of them stall within a body, and these are more than there are workers.
        for (int i = 0; i < 2 * (HttpLimits.defaults().workersMax() + 4); i++) {
            WireClient client = WireClient.connect(server.port());
            String head = i % 2 == 0
                    ? "POST " + UPDATE + " HTTP/1.1\r\nHost: x\r\n" + ADMIN + JSON + "Content-Length: 9\r\n\r\n{"
                    : "GET /red";
            client.write(head.getBytes(ISO_8859_1));
            stalled.add(client);
        }
        requireService();
        for (WireClient client : stalled) {
            client.close();
        }
        requireService();
    }
}
