package org.firmwarerecovery.service.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import org.firmwarerecovery.service.cli.terminal.Progress;
import org.firmwarerecovery.service.cli.terminal.Screen;

/** Follows a Redfish Task by its monitor until it ends, the way any standard client does. */
public final class TaskWatch {
    private static final int ACCEPTED = 202;
    private static final Duration LIMIT = Duration.ofHours(24);

    private final RedfishClient client;
    private final Screen screen;

    /** Follows tasks of {@code client}'s node, shown on {@code screen}. */
    public TaskWatch(RedfishClient client, Screen screen) {
        this.client = client;
        this.screen = screen;
    }

    /**
     * How a task ended.
     *
     * @param succeeded true when its state is Completed and its status not Critical
     * @param text its last sentence
     * @param body the Task, or the error of its monitor
     */
    public record End(boolean succeeded, String text, JsonNode body) {}

    /** Waits for the task behind a monitor, showing its progress under {@code title}. */
    public End follow(String monitor, String title) throws IOException {
        Patience patience = new Patience(LIMIT, title);
        try (Progress progress = screen.progress(title)) {
            Answer answer = client.poll(monitor);
            while (answer.status() == ACCEPTED) {
                show(answer.body(), progress);
                patience.pause();
                answer = client.poll(monitor);
            }
            if (answer.status() >= 400) {
                return new End(false, ErrorText.of(answer.body()), answer.body());
            }
            show(answer.body(), progress);
            return ended(answer.body());
        }
    }

    private static void show(JsonNode task, Progress progress) {
        String last = "";
        for (JsonNode message : task.path("Messages")) {
            last = message.path("Message").asText("");
        }
        progress.at(task.path("PercentComplete").asInt(0), last);
    }

    private static End ended(JsonNode task) {
        String state = task.path("TaskState").asText("");
        boolean good =
                state.equals("Completed") && !task.path("TaskStatus").asText("").equals("Critical");
        String text = state;
        for (JsonNode message : task.path("Messages")) {
            text = message.path("Message").asText(text);
        }
        return new End(good, text, task);
    }
}
