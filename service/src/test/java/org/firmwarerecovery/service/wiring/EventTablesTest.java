package org.firmwarerecovery.service.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.event.EventDesk;
import org.firmwarerecovery.service.event.EventFact;
import org.firmwarerecovery.service.event.EventHub;
import org.firmwarerecovery.service.event.EventLog;
import org.firmwarerecovery.service.event.Owners;
import org.firmwarerecovery.update.io.journal.KeyedJournal;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node starts whatever became of its logs and subscriptions. */
class EventTablesTest {
    private static final InstantSource WALL = InstantSource.system();

    @TempDir
    private Path folder;

    private final List<EventFact> told = new ArrayList<>();
    private final Owners accounts = new Owners() {
        @Override
        public Standing standing(String account) {
            return Standing.valueOf(account);
        }

        @Override
        public boolean hearsAudit(String account) {
            return true;
        }
    };

    /** Opens all three and closes them; whether the log of events outlives the process. */
    private boolean start() throws IOException {
        RunningNode.Opened opened = new RunningNode.Opened();
        try {
            EventTables tables = new EventTables(opened.add(StateFolder.open(folder)), opened);
            EventDesk desk = tables.desk(WALL);
            EventHub hub = tables.hub(delivery -> {}, desk, WALL, accounts);
            tables.tell(told::add, WALL);
            assertEquals(0, hub.state().subscribers().size());
            return desk.log(EventFact.Log.EVENTS).isKept();
        } finally {
            opened.close();
        }
    }

    private List<String> toldIds() {
        return told.stream()
                .map(fact -> fact.message().messageId().replaceAll(".*[.]", ""))
                .toList();
    }

    @Test
    void damaged_files_are_set_aside_and_new_ones_begin() throws IOException {
        Path store = folder.resolve("store");
        Files.createDirectories(store);
        byte[] noise = "this is no journal at all".getBytes(UTF_8);
        for (String name : List.of("events", "audit", "subscriptions")) {
            Files.write(store.resolve(name + ".journal"), noise);
        }
        assertTrue(start());
        assertEquals(List.of("RecordsSetAside", "RecordsSetAside", "RecordsSetAside"), toldIds());
        assertArrayEquals(noise, Files.readAllBytes(store.resolve("audit.journal.damaged")));
        told.clear();
        assertTrue(start());
        assertEquals(List.of(), told);
        byte[] more = "damaged once more".getBytes(UTF_8);
        Files.write(store.resolve("audit.journal"), more);
        assertTrue(start());
        assertArrayEquals(noise, Files.readAllBytes(store.resolve("audit.journal.damaged")), "the first one stays");
        assertArrayEquals(more, Files.readAllBytes(store.resolve("audit.journal.damaged-2")));
    }

    @Test
    void files_of_a_newer_program_stay_as_they_are_and_the_node_goes_on_in_memory() throws IOException {
        try (StateFolder state = StateFolder.open(folder)) {
            for (String name : List.of("events", "audit", "subscriptions")) {
                KeyedJournal.Limits limits =
                        name.equals("subscriptions") ? EventHub.TABLE_LIMITS : EventLog.TABLE_LIMITS;
                try (KeyedJournal table = state.tableWithoutReserve(name, limits)) {
                    table.put("1", "senseless".getBytes(UTF_8));
                    table.put("2", "{\"formatVersion\":2}".getBytes(UTF_8));
                }
            }
        }
        byte[] before = Files.readAllBytes(folder.resolve("store/subscriptions.journal"));
        assertEquals(false, start());
        assertEquals(List.of("RecordsNotKept", "RecordsNotKept", "RecordsNotKept"), toldIds());
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("store/subscriptions.journal")));
    }

    @Test
    void what_makes_no_sense_is_removed_and_keeps_no_place() throws IOException {
        try (StateFolder state = StateFolder.open(folder);
                KeyedJournal table = state.tableWithoutReserve("subscriptions", EventHub.TABLE_LIMITS)) {
            table.put("1", "senseless".getBytes(UTF_8));
        }
        assertTrue(start());
        try (StateFolder state = StateFolder.open(folder);
                KeyedJournal table = state.tableWithoutReserve("subscriptions", EventHub.TABLE_LIMITS)) {
            assertEquals(0, table.size());
        }
    }
}
