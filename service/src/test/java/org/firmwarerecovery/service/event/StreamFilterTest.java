package org.firmwarerecovery.service.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.firmwarerecovery.redfish.message.TaskMessages;
import org.firmwarerecovery.redfish.query.Filter;
import org.firmwarerecovery.redfish.query.Query;
import org.firmwarerecovery.redfish.query.QueryParser;
import org.firmwarerecovery.redfish.query.QueryResult;
import org.junit.jupiter.api.Test;

/** What the filter of a stream lets pass (DSP0266, clause on the event stream). */
class StreamFilterTest {
    private static final String BELOW = "SubordinateResources eq true";
    private static final String CHASSIS = "OriginResource eq '/redfish/v1/Chassis'";

    private static Filter condition(String text) {
        QueryResult<Query> parsed =
                QueryParser.parse("GET", "$filter=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        assertInstanceOf(QueryResult.Done.class, parsed, text);
        return ((QueryResult.Done<Query>) parsed).value().filter().orElseThrow().condition();
    }

    private static boolean admits(String text, String origin) {
        EventFact fact =
                new EventFact(EventFact.Log.EVENTS, TaskMessages.taskStarted("1"), Instant.EPOCH, origin, "Task", null);
        return StreamFilter.of(condition(text)).admits(new EventRecord(1, fact));
    }

    private static String objection(String text) {
        return StreamFilter.objection(condition(text)).orElse("");
    }

    @Test
    void an_origin_means_that_resource_alone_unless_those_below_it_are_wanted() {
        assertTrue(admits(CHASSIS, "/redfish/v1/Chassis"));
        assertFalse(admits(CHASSIS, "/redfish/v1/Chassis/1"));
        assertFalse(admits(CHASSIS + " and SubordinateResources eq false", "/redfish/v1/Chassis/1"));
        assertTrue(admits(CHASSIS + " and " + BELOW, "/redfish/v1/Chassis/1"));
        assertTrue(admits(BELOW + " and (" + CHASSIS + ")", "/redfish/v1/Chassis/1"));
        assertFalse(admits(CHASSIS + " and " + BELOW, "/redfish/v1/Chassis2"));
        assertFalse(admits(CHASSIS + " and " + BELOW, "/redfish/v1/Systems/1"));
    }

    @Test
    void only_origins_of_the_same_conjunction_are_widened() {
        String either = "(" + CHASSIS + " and " + BELOW + ") or OriginResource eq '/redfish/v1/Systems'";
        assertTrue(admits(either, "/redfish/v1/Chassis/1"));
        assertTrue(admits(either, "/redfish/v1/Systems"));
        assertFalse(admits(either, "/redfish/v1/Systems/1"));
        String both = "(" + CHASSIS + " or OriginResource eq '/redfish/v1/Systems') and " + BELOW;
        assertTrue(admits(both, "/redfish/v1/Chassis/1"));
        assertTrue(admits(both, "/redfish/v1/Systems/1"));
        String outside = "not (" + CHASSIS + " and " + BELOW + ")";
        assertFalse(admits(outside, "/redfish/v1/Chassis/1"));
        assertTrue(admits(outside, "/redfish/v1/Systems/1"));
        assertFalse(admits("OriginResource ne '/redfish/v1/Chassis' and " + BELOW, "/redfish/v1/Chassis/1"));
    }

    @Test
    void subordinate_resources_are_refused_where_they_would_say_nothing() {
        for (String text : new String[] {
            BELOW,
            CHASSIS + " or " + BELOW,
            CHASSIS + " and not (" + BELOW + ")",
            "ResourceType eq 'Task' and " + BELOW,
            "(ResourceType eq 'Task' and " + BELOW + ") or " + CHASSIS
        }) {
            assertTrue(objection(text).contains("joined by 'and'"), text);
        }
        assertEquals("", objection(CHASSIS + " and (" + BELOW + " and ResourceType eq 'Task')"));
    }

    @Test
    void what_events_do_not_have_or_have_no_order_is_refused() {
        for (String text : new String[] {
            "Nonsense eq 'x'", "MessageId gt 'x'", "MessageId eq 7", "SubordinateResources ne true and " + CHASSIS
        }) {
            assertTrue(objection(text).contains("'eq' and 'ne'"), text);
        }
    }
}
