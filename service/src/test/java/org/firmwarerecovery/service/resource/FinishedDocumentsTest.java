package org.firmwarerecovery.service.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinishedDocumentsTest {
    private final FinishedDocuments documents = new FinishedDocuments();
    private int written;

    /** State of a resource. */
    private record Lamp(String colour, List<String> rooms) {}

    @Test
    void a_document_whose_state_is_still_equal_is_not_written_anew() {
        FinishedDocuments.Finished first = ask("/a", new Lamp("red", List.of("one")));
        assertSame(first, ask("/a", new Lamp("red", List.of("one"))));
        assertEquals(1, written);
    }

    @Test
    void a_change_is_seen_by_the_very_next_request() {
        ask("/a", new Lamp("red", List.of()));
        FinishedDocuments.Finished green = ask("/a", new Lamp("green", List.of()));
        assertEquals(
                "{\"@odata.etag\":\"tag\",\"Colour\":\"green\"}", new String(green.body(), StandardCharsets.UTF_8));
        assertEquals("tag", green.tag());
        assertEquals(2, written);
    }

    @Test
    void equal_states_at_two_paths_are_two_documents() {
        assertNotSame(ask("/a", new Lamp("red", List.of())), ask("/b", new Lamp("red", List.of())));
    }

    @Test
    void the_document_unused_for_longest_makes_room() {
        for (int i = 0; i < FinishedDocuments.ENTRIES_MAX; i++) {
            ask("/" + i, new Lamp("red", List.of()));
        }
        ask("/0", new Lamp("red", List.of()));
        ask("/new", new Lamp("red", List.of()));
        assertEquals(FinishedDocuments.ENTRIES_MAX + 1, written);
        ask("/0", new Lamp("red", List.of()));
        assertEquals(FinishedDocuments.ENTRIES_MAX + 1, written);
        ask("/1", new Lamp("red", List.of()));
        assertEquals(FinishedDocuments.ENTRIES_MAX + 2, written);
    }

    @Test
    void a_large_document_is_not_kept() {
        Lamp large = new Lamp("x".repeat(FinishedDocuments.BODY_BYTES_MAX), List.of());
        ask("/a", large);
        ask("/a", large);
        assertEquals(2, written);
    }

    private FinishedDocuments.Finished ask(String path, Lamp lamp) {
        return documents.of(path, lamp, () -> {
            written++;
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.put("@odata.etag", "tag");
            document.put("Colour", lamp.colour());
            return document;
        });
    }
}
