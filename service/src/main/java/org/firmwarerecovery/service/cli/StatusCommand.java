package org.firmwarerecovery.service.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.firmwarerecovery.service.cli.client.Inventory;
import org.firmwarerecovery.service.cli.client.RecoveryPaths;
import org.firmwarerecovery.service.cli.client.RecoveryWatch;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.terminal.Screen;
import picocli.CommandLine.Command;

/** {@code status}: the components of a node, their banks, and recoveries that run. */
@Command(name = "status", description = "Shows components, banks and recoveries.")
final class StatusCommand extends ClientCommand {
    StatusCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(RedfishClient client) throws IOException {
        JsonNode root = client.get("/redfish/v1/");
        JsonNode service = client.get(RecoveryPaths.SERVICE);
        Inventory inventory = Inventory.read(client);
        List<JsonNode> recoveries = client.members(RecoveryPaths.RECOVERIES);
        if (json()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("ServiceRoot", root);
            all.put("FirmwareRecovery", service);
            all.put(
                    "FirmwareInventory",
                    inventory.rows().stream().map(Inventory.Row::json).toList());
            all.put("Recoveries", recoveries);
            screen().json(all);
            return ExitStatus.DONE;
        }
        List<String> roles = new ArrayList<>();
        service.path("Roles").forEach(role -> roles.add(role.asText()));
        screen().line(client.access().url() + "  " + text(root, "UUID") + "  " + String.join(", ", roles) + "  "
                + text(service.path("Status"), "Health"));
        inventory.table().forEach(screen()::line);
        for (JsonNode recovery : recoveries) {
            if (!RecoveryWatch.hasEnded(recovery)) {
                screen().line("recovery " + text(recovery, "Id") + " of " + text(recovery, "Component") + ": "
                        + text(recovery, "State") + " because of " + text(recovery, "Finding"));
            }
        }
        return ExitStatus.DONE;
    }
}
