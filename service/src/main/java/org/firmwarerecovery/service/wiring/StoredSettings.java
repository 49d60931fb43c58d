package org.firmwarerecovery.service.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.service.cli.StartRefusedException;
import org.firmwarerecovery.update.io.store.StateFolder;

/** Reads what a stopped node keeps, for making its configuration before it starts. */
public final class StoredSettings {
    private StoredSettings() {}

    /** Settings that were changed through Redfish: key path to YAML text. Takes the folder's lock for a moment. */
    public static Map<String, String> read(Path state) throws IOException, StartRefusedException {
        try (StateFolder folder = StateFolder.open(state)) {
            return KeptSettings.open(folder.settings()).settings();
        } catch (IOException e) {
            Optional<StateTrouble> trouble = StateTrouble.of(e, state);
            if (trouble.isPresent()) {
                throw trouble.get().refusal();
            }
            throw e;
        }
    }
}
