package org.firmwarerecovery.service.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.service.auth.Principal;
import org.junit.jupiter.api.Test;

class StrangersBodiesTest extends OnSharedServer {
    private static final int SLOW = 8;
    private static final int PLACES = HttpLimits.defaults().workersMax() / 4;

    StrangersBodiesTest(TestServer server) {
        super(server);
    }

    @Test
    void those_who_drip_a_login_hold_a_quarter_of_the_threads_and_no_more() throws Exception {
        List<RawClient> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                RawClient one = RawClient.tls(server.port());
                slow.add(one);
                one.write("POST /redfish/v1/SessionService/Sessions HTTP/1.1\r\nHost: x\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{");
            }
            List<Integer> answers = new ArrayList<>();
            for (RawClient one : slow) {
                answers.add(one.read(false).status());
            }
            answers.sort(null);
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < SLOW; i++) {
                expected.add(i < PLACES ? 408 : 503);
            }
            assertEquals(expected, answers);
        } finally {
            for (RawClient one : slow) {
                one.close();
            }
        }
    }

    @Test
    void a_place_is_free_again_when_the_body_was_read_or_nobody_reads_it_any_more() {
        StrangersBodies bodies = new StrangersBodies(4);
        Principal nobody = new Principal.Nobody();
        StrangersBodies.Place first = bodies.of(nobody);
        first.begin();
        first.begin();
        StrangersBodies.Place second = bodies.of(nobody);
        assertEquals(503, assertThrows(RedfishException.class, second::begin).status());
        second.close();
        first.close();
        first.close();
        StrangersBodies.Place third = bodies.of(nobody);
        third.begin();
        assertThrows(RedfishException.class, () -> bodies.of(nobody).begin());
        third.close();
    }
}
