package org.firmwarerecovery.service.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.firmwarerecovery.service.cli.ExitStatus;
import org.firmwarerecovery.update.io.journal.NewerFormatException;
import org.firmwarerecovery.update.io.store.StateFolder;
import org.firmwarerecovery.update.io.store.StateFolderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may pass by itself is told from what somebody has to mend: a supervisor goes on trying only the former. */
class StateTroubleTest {
    @TempDir
    Path folder;

    private boolean passing(IOException failure) {
        return StateTrouble.of(failure, folder).orElseThrow().passing();
    }

    @Test
    void a_folder_that_is_in_use_full_or_read_only_may_be_usable_later() throws Exception {
        Path state = folder.resolve("state");
        try (StateFolder held = StateFolder.open(state)) {
            StateFolderException locked = assertThrows(StateFolderException.class, () -> StateFolder.open(held.root()));
            assertTrue(passing(locked));
        }
        assertTrue(passing(new IOException("No space left on device")));
        assertTrue(passing(new FileSystemException(folder.resolve("x").toString(), null, "Read-only file system")));
    }

    @Test
    void what_a_newer_program_wrote_or_what_is_damaged_stays_so() throws Exception {
        assertFalse(passing(new NewerFormatException("store/tasks", 9, 1)));
        Path state = folder.resolve("state");
        StateFolder.open(state).close();
        Files.writeString(state.resolve("formatVersion"), "nonsense");
        assertFalse(passing(assertThrows(StateFolderException.class, () -> StateFolder.open(state))));
    }

    @Test
    void the_unit_gives_up_only_where_starting_again_never_helps() throws IOException {
        List<String> unit = Files.readAllLines(Path.of("src/main/distribution/systemd/firmware-recovery.service"));
        String never = "RestartPreventExitStatus=" + ExitStatus.USAGE + " " + ExitStatus.BAD_CONFIGURATION;
        assertEquals(
                List.of(never),
                unit.stream().filter(line -> line.startsWith("RestartPrevent")).toList());
        assertTrue(unit.contains("Restart=on-failure"));
        assertTrue(unit.contains("KillMode=mixed"), "a stop must not end the hooks before the node");
    }
}
