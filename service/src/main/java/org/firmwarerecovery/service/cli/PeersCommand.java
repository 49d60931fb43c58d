package org.firmwarerecovery.service.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.service.cli.client.RecoveryPaths;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.client.TextTable;
import org.firmwarerecovery.service.cli.terminal.Screen;
import picocli.CommandLine.Command;

/** {@code peers}: whom a node knows. */
@Command(name = "peers", description = "Shows the peers that a node knows.")
final class PeersCommand extends ClientCommand {
    PeersCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(RedfishClient client) throws IOException {
        List<JsonNode> peers = client.members(RecoveryPaths.PEERS);
        if (json()) {
            screen().json(peers);
            return ExitStatus.DONE;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("peer", "roles", "reachable", "trusted", "last seen", "addresses"));
        for (JsonNode peer : peers) {
            rows.add(List.of(
                    text(peer, "UUID"),
                    words(peer.path("Roles")),
                    text(peer, "Reachable"),
                    text(peer, "Trusted"),
                    text(peer, "LastSeen"),
                    words(peer.path("Addresses"))));
        }
        TextTable.lines(rows).forEach(screen()::line);
        return ExitStatus.DONE;
    }

    private static String words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return words.isEmpty() ? "-" : String.join(",", words);
    }
}
