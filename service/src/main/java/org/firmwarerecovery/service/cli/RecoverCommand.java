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

    @Option(names = "--lift-quarantine", description = "Lets images that failed on this component be tried again.")
    private boolean liftQuarantine;

    RecoverCommand(Screen screen) {
        super(screen);
    }

    @Override
    int run(RedfishClient client) throws IOException {
        String id = component(client, component);
        Screen shown = json() ? new Screen(screen().err(), screen().err(), false) : screen();
        RecoveryWatch recoveries = new RecoveryWatch(client, shown);
        Optional<String> uri = watch && !liftQuarantine ? running(recoveries, id) : Optional.empty();
        if (uri.isEmpty()) {
            uri = start(client, recoveries, id);
        }
        if (uri.isEmpty()) {
            screen().line(json() ? "{}" : id + ": nothing to recover");
            return ExitStatus.DONE;
        }
        return watch ? watch(recoveries, id, uri.get()) : tell(client, uri.get());
    }

    private int tell(RedfishClient client, String uri) throws IOException {
        if (json()) {
            screen().json(client.get(uri));
        } else {
            screen().line(uri);
        }
        return ExitStatus.DONE;
    }

    private int watch(RecoveryWatch recoveries, String id, String uri) throws IOException {
        JsonNode record = recoveries.follow(uri, LIMIT);
        boolean healthy = record.path("State").asText("").equals("Healthy");
        if (json()) {
            screen().json(record);
        } else {
            if (!record.path("Candidates").isEmpty()) {
                RecoveryWatch.candidates(record).forEach(screen()::line);
            }
            String reason = healthy ? "" : ": " + record.path("ResultReason").asText("");
            screen().line(id + ": " + record.path("State").asText("") + reason);
        }
        return healthy ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    /** The recovery that a start began or woke; empty when there is nothing to recover. */
    private Optional<String> start(RedfishClient client, RecoveryWatch recoveries, String id) throws IOException {
        List<String> before =
                recoveries.recoveriesOf(id).stream().map(RecoverCommand::uri).toList();
        Answer answer = new RecoveryActions(client).startRecovery(id, liftQuarantine);
        Optional<String> named = answer.location().filter(path -> path.contains("/Recoveries/"));
        if (named.isPresent()) {
            return named;
        }
        Optional<String> fresh = recoveries.recoveriesOf(id).stream()
                .map(RecoverCommand::uri)
                .filter(uri -> !before.contains(uri))
                .findFirst();
        return fresh.isPresent() ? fresh : running(recoveries, id);
    }

    private static Optional<String> running(RecoveryWatch recoveries, String id) throws IOException {
        return recoveries.recoveriesOf(id).stream()
                .filter(record -> !RecoveryWatch.hasEnded(record))
                .findFirst()
                .map(RecoverCommand::uri);
    }

    private static String uri(JsonNode record) {
        return record.path("@odata.id").asText();
    }
}
