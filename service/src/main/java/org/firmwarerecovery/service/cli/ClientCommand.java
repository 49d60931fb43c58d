package org.firmwarerecovery.service.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.firmwarerecovery.service.cli.client.Answer;
import org.firmwarerecovery.service.cli.client.Inventory;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.client.TaskWatch;
import org.firmwarerecovery.service.cli.terminal.Screen;
import picocli.CommandLine.Mixin;

/** A command that speaks to a running node through its Redfish surface. */
abstract class ClientCommand implements Callable<Integer> {
    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    private final Screen screen;

    ClientCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public final Integer call() throws IOException {
        return run(connection.connect(screen));
    }

    /** Does the work; gives the exit status. */
    abstract int run(RedfishClient client) throws IOException;

    /** Where to write. */
    Screen screen() {
        return screen;
    }

    /** True when a machine reads the answer. */
    boolean json() {
        return connection.json();
    }

    /** Follows the task that an answer started, if it started one, and tells its end. */
    int finish(RedfishClient client, Answer answer, String title) throws IOException {
        Optional<String> monitor = answer.location().filter(path -> path.contains("/TaskService/"));
        if (monitor.isEmpty()) {
            if (json()) {
                screen.json(answer.body());
            } else {
                screen.line(title + ": done");
            }
            return ExitStatus.DONE;
        }
        Screen shown = json() ? new Screen(screen.err(), screen.err(), false) : screen;
        TaskWatch.End end = new TaskWatch(client, shown).follow(monitor.get(), title);
        if (json()) {
            screen.json(end.body());
        } else if (end.succeeded()) {
            screen.line(title + ": " + end.text());
        } else {
            screen.note(title + " failed: " + end.text());
        }
        return end.succeeded() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    /** The component that was named, else the only one there is. */
    static String component(RedfishClient client, Optional<String> named) throws IOException {
        if (named.isPresent()) {
            return named.get();
        }
        List<String> components = Inventory.read(client).components();
        if (components.size() != 1) {
            throw new IOException("--component is needed, one of: " + String.join(", ", components));
        }
        return components.get(0);
    }

    /** The member of an answer as text, or a dash. */
    static String text(JsonNode node, String member) {
        String text = node.path(member).asText("");
        return text.isEmpty() ? "-" : text;
    }
}
