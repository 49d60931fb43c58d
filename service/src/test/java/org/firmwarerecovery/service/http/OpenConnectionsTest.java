package org.firmwarerecovery.service.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
    private static final long SECOND = 1_000_000_000L;

    private final OpenConnections<String> open = new OpenConnections<>(3);

    @Test
    void below_the_limit_nobody_goes() {
        assertEquals(Optional.empty(), open.accepted("a", 0));
        assertEquals(Optional.empty(), open.accepted("b", 0));
        assertEquals(Optional.empty(), open.accepted("c", 0));
        assertEquals(3, open.size());
    }

    @Test
    void the_one_that_waited_longest_since_its_last_answer_goes() {
        threeAt(0);
        open.asked("a");
        open.answered("a", SECOND);
        assertEquals(Optional.of("b"), open.accepted("d", 2 * SECOND));
        assertEquals(Optional.of("c"), open.accepted("e", 2 * SECOND));
        assertEquals(Optional.of("a"), open.accepted("f", 2 * SECOND));
        assertEquals(3, open.size());
    }

    @Test
    void one_that_has_sent_something_nobody_could_read_yet_goes_after_those_that_were_silent() {
        threeAt(0);
        open.heard("a", SECOND);
        open.asked("b");
        open.heard("b", SECOND);
        assertEquals(Optional.of("c"), open.accepted("d", 2 * SECOND));
        assertEquals(Optional.of("a"), open.accepted("e", 2 * SECOND));
        assertEquals(3, open.size());
    }

    @Test
    void one_with_a_request_under_way_never_goes() {
        threeAt(0);
        open.asked("a");
        open.asked("b");
        open.asked("c");
        assertEquals(Optional.of("d"), open.accepted("d", 100 * SECOND));
        open.answered("b", 100 * SECOND);
        assertEquals(Optional.of("b"), open.accepted("e", 102 * SECOND));
    }

    @Test
    void one_that_has_only_just_come_is_heard_first() {
        threeAt(0);
        assertEquals(Optional.of("d"), open.accepted("d", SECOND - 1));
        assertEquals(Optional.of("a"), open.accepted("d", SECOND));
    }

    @Test
    void a_closed_one_leaves_its_place_whatever_it_was_doing() {
        threeAt(0);
        open.asked("a");
        open.closed("a");
        open.closed("b");
        open.closed("never seen");
        assertEquals(1, open.size());
        open.answered("a", SECOND);
        assertEquals(1, open.size());
        assertEquals(Optional.empty(), open.accepted("d", SECOND));
    }

    @Test
    void one_that_was_refused_takes_no_place_by_its_end() {
        threeAt(0);
        open.accepted("d", 0);
        open.asked("d");
        open.closed("d");
        assertEquals(3, open.size());
    }

    private void threeAt(long now) {
        open.accepted("a", now);
        open.accepted("b", now);
        open.accepted("c", now);
    }
}
