package org.firmwarerecovery.service.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.firmwarerecovery.update.io.hook.HostHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that fail, and a node that stops. */
@Timeout(60)
class HookedNetworkTest {
    private final List<String> told = new ArrayList<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord line) {
            told.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private static HookedNetwork hooked(String program) {
        List<String> command = List.of("sh", "-c", program);
        return new HookedNetwork(new NetworkCommands(command, command, Duration.ofSeconds(30)), System::nanoTime);
    }

    private static String why(HookedNetwork hooked) {
        HookedSettings.Outcome outcome = hooked.time().change("", now -> {
            throw new IllegalStateException("nothing can be read");
        });
        return assertInstanceOf(HookedSettings.Outcome.Failed.class, outcome).why();
    }

    @Test
    void that_settings_are_not_known_is_logged_once_whatever_the_program_says_each_time() {
        Logger log = Logger.getLogger(HookedSettings.class.getName());
        log.addHandler(ear);
        try (HookedNetwork hooked = hooked("echo $$ >&2; exit 1")) {
            assertNotEquals(why(hooked), why(hooked));
            assertEquals(1, told.size(), told.toString());
        } finally {
            log.removeHandler(ear);
        }
    }

    @Test
    void no_program_is_started_once_the_node_stops(@TempDir Path folder) throws Exception {
        Path done = folder.resolve("done");
        HookedNetwork hooked = hooked("touch " + done);
        hooked.close();
        HostHook.Ending ending = hooked.write("ntp", "", "{}");
        assertFalse(ending.well());
        assertEquals("the node stops", ending.why());
        assertEquals("the node stops", hooked.read("ntp", "").ending().why());
        assertFalse(Files.exists(done));
    }
}
