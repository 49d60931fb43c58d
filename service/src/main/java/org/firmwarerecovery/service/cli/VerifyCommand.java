package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.firmwarerecovery.service.cli.client.Inventory;
import org.firmwarerecovery.service.cli.client.Patience;
import org.firmwarerecovery.service.cli.client.RecoveryActions;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: has a node compare its banks and stored images with their manifests now. */
@Command(name = "verify", description = "Checks banks and stored images now.")
final class VerifyCommand extends ClientCommand {
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final int PAUSES_OF_A_SECOND = 3;
    private static final List<String> BAD = List.of("Damaged", "Missing");

    @Option(names = "--component", paramLabel = "C", description = "Only this component; may be repeated.")
    private List<String> components = new ArrayList<>();

    VerifyCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(RedfishClient client) throws IOException {
        Patience patience = new Patience(LIMIT, "the end of the check");
        Map<String, String> before = lastVerified(Inventory.read(client));
        // Times are told in whole seconds: a check within the same second would look as if none had been.
        for (int pauses = 0; pauses < PAUSES_OF_A_SECOND; pauses++) {
            patience.pause();
        }
        int status = finish(client, new RecoveryActions(client).verifyImages(components), "verify");
        Inventory after = Inventory.read(client);
        while (status == ExitStatus.DONE && !allChecked(before, lastVerified(after))) {
            patience.pause();
            after = Inventory.read(client);
        }
        if (!json()) {
            after.table().forEach(screen()::line);
        }
        boolean damage = after.rows().stream().anyMatch(row -> BAD.contains(row.state()));
        return damage ? ExitStatus.FAILED : status;
    }

    /** Banks that have been checked at least once, with the time of the last check. */
    private Map<String, String> lastVerified(Inventory inventory) {
        Map<String, String> times = new TreeMap<>();
        for (Inventory.Row row : inventory.rows()) {
            String time = row.json()
                    .path("Oem")
                    .path("FirmwareRecovery")
                    .path("LastVerified")
                    .asText("");
            boolean asked = components.isEmpty() || components.contains(row.component());
            if (!row.updateable() && asked && !time.isEmpty()) {
                times.put(row.id(), time);
            }
        }
        return times;
    }

    private static boolean allChecked(Map<String, String> before, Map<String, String> after) {
        return before.entrySet().stream().noneMatch(bank -> bank.getValue().equals(after.get(bank.getKey())));
    }
}
