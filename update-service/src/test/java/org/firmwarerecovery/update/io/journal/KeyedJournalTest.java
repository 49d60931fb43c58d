package org.firmwarerecovery.update.io.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.file.SpaceReserve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The durable table: what is put is there after a restart, in order of age, within its limits. */
class KeyedJournalTest {
    private static final KeyedJournal.Limits SMALL = new KeyedJournal.Limits(3, 10);
    private static final KeyedJournal.Limits LARGE = new KeyedJournal.Limits(1000, 100_000);

    @TempDir
    private Path folder;

    @Test
    void values_survive_a_restart_oldest_key_first() throws IOException {
        try (KeyedJournal journal = open(SMALL)) {
            journal.put("b", bytes("1"));
            journal.put("a", bytes("2"));
            journal.put("b", bytes("3"));
        }
        try (KeyedJournal journal = open(SMALL)) {
            assertEquals(List.of("b", "a"), new ArrayList<>(journal.values().keySet()));
            assertArrayEquals(bytes("3"), journal.get("b").orElseThrow());
            assertEquals(Optional.empty(), journal.get("c"));
        }
    }

    @Test
    void a_removed_key_stays_removed_and_is_youngest_when_put_again() throws IOException {
        try (KeyedJournal journal = open(SMALL)) {
            journal.put("a", bytes("1"));
            journal.put("b", bytes("2"));
            assertTrue(journal.remove("a"));
            assertFalse(journal.remove("a"));
            journal.put("a", bytes("3"));
        }
        try (KeyedJournal journal = open(SMALL)) {
            assertEquals(List.of("b", "a"), new ArrayList<>(journal.values().keySet()));
        }
    }

    @Test
    void a_full_table_refuses_a_new_key_names_the_oldest_and_still_takes_known_keys() throws IOException {
        try (KeyedJournal journal = open(SMALL)) {
            for (String key : List.of("a", "b", "c")) {
                assertEquals(new KeyedJournal.Put.Stored(), journal.put(key, bytes(key)));
            }
            long fileBytes = journal.fileBytes();
            assertEquals(new KeyedJournal.Put.Full(3, "a"), journal.put("d", bytes("d")));
            assertEquals(fileBytes, journal.fileBytes());
            assertEquals(new KeyedJournal.Put.Stored(), journal.put("b", bytes("new")));

            journal.remove("a");
            assertEquals(new KeyedJournal.Put.Stored(), journal.put("d", bytes("d")));
        }
    }

    @Test
    void a_lowered_limit_keeps_what_is_there() throws IOException {
        try (KeyedJournal journal = open(SMALL)) {
            for (String key : List.of("a", "b", "c")) {
                journal.put(key, bytes(key));
            }
        }
        try (KeyedJournal journal = open(new KeyedJournal.Limits(1, 10))) {
            assertEquals(3, journal.size());
            assertEquals(new KeyedJournal.Put.Full(1, "a"), journal.put("d", bytes("d")));
        }
    }

    @Test
    void values_at_the_limit_fit_and_larger_ones_are_refused() throws IOException {
        try (KeyedJournal journal = open(SMALL)) {
            journal.put("a", new byte[10]);
            assertThrows(RecordTooLargeException.class, () -> journal.put("a", new byte[11]));
            assertArrayEquals(new byte[10], journal.get("a").orElseThrow());
            journal.put("a", new byte[0]);
            assertArrayEquals(new byte[0], journal.get("a").orElseThrow());
            assertThrows(IllegalArgumentException.class, () -> journal.put("", new byte[1]));
            assertThrows(IllegalArgumentException.class, () -> journal.put("k".repeat(257), new byte[1]));
            journal.put("k".repeat(256), new byte[1]);
        }
    }

    @Test
    void history_is_compacted_away_by_itself() throws IOException {
        try (KeyedJournal journal = open(LARGE)) {
            for (int i = 0; i < 300; i++) {
                journal.put("only", new byte[10_000]);
            }
            assertTrue(
                    journal.fileBytes() <= KeyedJournal.COMPACT_ABOVE_BYTES + 20_000, () -> "" + journal.fileBytes());
        }
        try (KeyedJournal journal = open(LARGE)) {
            assertEquals(1, journal.size());
        }
    }

    @Test
    void a_cleared_table_holds_what_it_was_cleared_to_and_nothing_else() throws IOException {
        try (KeyedJournal journal = open(SMALL)) {
            journal.put("a", bytes("1"));
            journal.put("b", bytes("2"));
            journal.clearTo("mark", bytes("3"));
            assertThrows(RecordTooLargeException.class, () -> journal.clearTo("mark", new byte[11]));
        }
        try (KeyedJournal journal = open(SMALL)) {
            assertEquals(List.of("mark"), new ArrayList<>(journal.values().keySet()));
            assertArrayEquals(bytes("3"), journal.get("mark").orElseThrow());
        }
    }

    @Test
    void arrays_handed_out_are_copies() throws IOException {
        try (KeyedJournal journal = open(SMALL)) {
            journal.put("a", bytes("x"));
            journal.get("a").orElseThrow()[0] = 'y';
            journal.values().values().iterator().next()[0] = 'z';
            assertArrayEquals(bytes("x"), journal.get("a").orElseThrow());
        }
    }

    @Property(tries = 40)
    void any_sequence_of_changes_replays_to_the_same_table(@ForAll("changes") List<Change> changes) throws IOException {
        Path place = Files.createTempDirectory("keyed-journal");
        try {
            Map<String, String> model = new LinkedHashMap<>();
            try (KeyedJournal journal = KeyedJournal.open(place.resolve("j"), LARGE, SpaceReserve.NONE)) {
                for (Change change : changes) {
                    if (change.value().isEmpty()) {
                        model.remove(change.key());
                        journal.remove(change.key());
                    } else {
                        model.put(change.key(), change.value());
                        journal.put(change.key(), bytes(change.value()));
                    }
                }
                if (changes.size() % 3 == 0) {
                    journal.compact();
                }
            }
            try (KeyedJournal journal = KeyedJournal.open(place.resolve("j"), LARGE, SpaceReserve.NONE)) {
                Map<String, String> found = new LinkedHashMap<>();
                journal.values().forEach((key, value) -> found.put(key, new String(value, StandardCharsets.UTF_8)));
                assertEquals(new ArrayList<>(model.entrySet()), new ArrayList<>(found.entrySet()));
            }
        } finally {
            AtomicFiles.deleteTree(place);
        }
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> keys = Arbitraries.of("a", "b", "c", "\u00fc");
        Arbitrary<String> values = Arbitraries.strings().ofMaxLength(5);
        return net.jqwik.api.Combinators.combine(keys, values)
                .as(Change::new)
                .list()
                .ofMaxSize(20);
    }

    private KeyedJournal open(KeyedJournal.Limits limits) throws IOException {
        return KeyedJournal.open(folder.resolve("table.journal"), limits, SpaceReserve.NONE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A put, or with an empty value a removal. */
    record Change(String key, String value) {}
}
