package org.firmwarerecovery.service.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.service.cli.client.Answer;
import org.firmwarerecovery.service.cli.client.RecoveryActions;
import org.firmwarerecovery.service.cli.client.RecoveryWatch;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.terminal.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recover}: starts a recovery, or watches the one that runs. */
@Command(name = "recover", description = "Starts a recovery of a component.")
final class RecoverCommand extends ClientCommand {
    private static final Duration LIMIT = Duration.ofHours(24);

    @Option(names = "--component", paramLabel = "C", description = "Component; may be left out when there is one.")
    private Optional<String> component = Optional.empty();

    @Option(names = "--watch", description = "Follows it to its end; joins one that runs already.")
    private boolean watch;

    RecoverCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(RedfishClient client) throws IOException {
        String id = component(client, component);
        Screen shown = json() ? new Screen(screen().err(), screen().err(), false) : screen();
        RecoveryWatch recoveries = new RecoveryWatch(client, shown);
        Optional<String> running = running(recoveries, id);
        String uri = running.isPresent() && watch ? running.get() : start(client, recoveries, id);
        if (!watch) {
            if (json()) {
                screen().json(client.get(uri));
            } else {
                screen().line(uri);
            }
            return ExitStatus.DONE;
        }
        JsonNode record = recoveries.follow(uri, LIMIT);
        boolean healthy = record.path("State").asText("").equals("Healthy");
        if (json()) {
            screen().json(record);
        } else {
            RecoveryWatch.candidates(record).forEach(screen()::line);
            screen().line(id + ": " + record.path("State").asText("")
                    + (healthy ? "" : ": " + record.path("ResultReason").asText("")));
        }
        return healthy ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private static String start(RedfishClient client, RecoveryWatch recoveries, String id) throws IOException {
        Answer answer = new RecoveryActions(client).startRecovery(id);
        Optional<String> named = answer.location().filter(path -> path.contains("/Recoveries/"));
        if (named.isPresent()) {
            return named.get();
        }
        List<JsonNode> records = recoveries.recoveriesOf(id);
        if (records.isEmpty()) {
            throw new IOException("the node shows no recovery of " + id);
        }
        return records.get(0).path("@odata.id").asText();
    }

    private static Optional<String> running(RecoveryWatch recoveries, String id) throws IOException {
        return recoveries.recoveriesOf(id).stream()
                .filter(record -> !RecoveryWatch.hasEnded(record))
                .findFirst()
                .map(record -> record.path("@odata.id").asText());
    }
}
