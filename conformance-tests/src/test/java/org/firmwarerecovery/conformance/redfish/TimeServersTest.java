package org.firmwarerecovery.conformance.redfish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.firmwarerecovery.conformance.site.Await;
import org.firmwarerecovery.conformance.site.Operator;
import org.firmwarerecovery.conformance.site.Pair;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Time servers that a program of the operator keeps, with the requests of {@code REQ_PATCH_ARRAY_ELEMENT_REMOVE}, {@code
 * _UNCHANGED} and {@code _TRUNCATE}.
 */
@ExtendWith(SharedLab.class)
class TimeServersTest {
    private static final String PROTOCOLS = "/redfish/v1/Managers/BMC/NetworkProtocol";
    private static final String TWO = "[\"time-a-b.nist.gov\",\"time-b-b.nist.gov\"]";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Operator operator;

    TimeServersTest(Pair pair) {
        operator = pair.alpha().operator();
    }

    private String after(String array) throws Exception {
        operator.patch(PROTOCOLS, "{\"NTP\":{\"NTPServers\":" + array + "}}");
        return servers().toString();
    }

    private JsonNode servers() throws Exception {
        // On a busy machine the program may take longer than a request waits for it.
        return Await.until(
                LIMIT,
                () -> "no time servers are read",
                () -> Optional.of(operator.get(PROTOCOLS).at("/NTP/NTPServers")).filter(JsonNode::isArray));
    }

    @Test
    void elements_are_removed_kept_and_cut_and_the_program_of_the_operator_keeps_the_rest() throws Exception {
        String before = servers().toString();
        assertEquals(TWO, after(TWO));
        assertEquals("[\"time-b-b.nist.gov\"]", after("[null,\"time-b-b.nist.gov\"]"));
        assertEquals(TWO, after(TWO));
        assertEquals("[\"time-a-b.nist.gov\",\"time-d-b.nist.gov\"]", after("[{},\"time-d-b.nist.gov\"]"));
        assertEquals("[\"time-b-b.nist.gov\"]", after("[\"time-b-b.nist.gov\"]"));
        assertEquals(before, after(before));
    }
}
