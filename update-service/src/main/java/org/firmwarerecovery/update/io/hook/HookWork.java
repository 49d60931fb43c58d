package org.firmwarerecovery.update.io.hook;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;

/**
 * Prepares, starts and confirms images by the operator's hooks. The programs get {@code COMPONENT} and {@code BANK} in their
 * environment. Blocks; one call at a time per component.
 */
public final class HookWork {
    private static final Duration PROBE_STEP = Duration.ofMillis(500);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

    private final TreeMap<ComponentId, Hooks> hooks;
    private final InstantSource clock;

    /**
     * Hooks by component; a component without an entry has none.
     *
     * @param clock compared with the times of heartbeat files, which come from the same system clock
     */
    public HookWork(Map<ComponentId, Hooks> hooks, InstantSource clock) {
        this.hooks = new TreeMap<>(hooks);
        this.clock = clock;
    }

    /** Runs the hook before the flip. */
    public NodeEvent.Outcome prepare(NodeEffect.PrepareActivation effect, StopSignal stop) throws InterruptedException {
        Hooks of = of(effect.component());
        return outcome(effect.id(), run(of.prepare(), of.within(), effect.component(), effect.bank(), stop));
    }

    /** Runs the hook that starts the bank's image. */
    public NodeEvent.Outcome activate(NodeEffect.Activate effect, StopSignal stop) throws InterruptedException {
        Hooks of = of(effect.component());
        return outcome(effect.id(), run(of.command(), of.within(), effect.component(), effect.bank(), stop));
    }

    /** Waits until the image proves itself, or its time is over. */
    public NodeEvent.Outcome confirm(NodeEffect.AwaitConfirmation effect, StopSignal stop) throws InterruptedException {
        ConfirmRule rule = of(effect.component()).confirm();
        if (rule instanceof ConfirmRule.None) {
            return new NodeEvent.ConfirmationEnded(effect.id(), true, "read back, hook ended well");
        }
        Instant activated = clock.instant();
        long end = System.nanoTime() + effect.within().toNanos();
        String last = "it was never asked";
        while (!stop.requested() && System.nanoTime() < end) {
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            Optional<String> against = probe(rule, activated, left, effect, stop);
            if (against.isEmpty()) {
                return new NodeEvent.ConfirmationEnded(effect.id(), true, "confirmed");
            }
            last = against.get();
            LockSupport.parkNanos(Math.min(PROBE_STEP.toNanos(), Math.max(1, end - System.nanoTime())));
        }
        return new NodeEvent.ConfirmationEnded(
                effect.id(), false, "not within " + effect.within().toMillis() + " ms: " + last);
    }

    private Optional<String> probe(
            ConfirmRule rule, Instant activated, Duration left, NodeEffect.AwaitConfirmation effect, StopSignal stop)
            throws InterruptedException {
        if (rule instanceof ConfirmRule.Command command) {
            return run(command.command(), left, effect.component(), effect.bank(), stop);
        }
        if (rule instanceof ConfirmRule.Http http) {
            return answers(http.url(), left);
        }
        ConfirmRule.Heartbeat heartbeat = (ConfirmRule.Heartbeat) rule;
        try {
            Instant beat = Files.getLastModifiedTime(heartbeat.file()).toInstant();
            boolean fresh =
                    !beat.isBefore(activated) && !beat.isBefore(clock.instant().minus(heartbeat.maxAge()));
            return fresh ? Optional.empty() : Optional.of("the last heartbeat was at " + beat);
        } catch (IOException e) {
            return Optional.of("there is no heartbeat: " + e.getMessage());
        }
    }

    private static Optional<String> answers(URI url, Duration left) {
        int limit = (int) Math.max(1, Math.min(PROBE_LIMIT.toMillis(), left.toMillis()));
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(limit);
            connection.setReadTimeout(limit);
            connection.setInstanceFollowRedirects(false);
            try {
                int status = connection.getResponseCode();
                return status >= 200 && status < 300 ? Optional.empty() : Optional.of(url + " answers " + status);
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return Optional.of(url + ": " + e.getMessage());
        }
    }

    private Optional<String> run(
            List<String> command, Duration within, ComponentId component, BankId bank, StopSignal stop)
            throws InterruptedException {
        if (command.isEmpty()) {
            return Optional.empty();
        }
        TreeMap<String, String> environment = new TreeMap<>();
        environment.put("COMPONENT", component.value());
        environment.put("BANK", bank.label());
        return HookProcess.run(command, environment, within, stop);
    }

    private Hooks of(ComponentId component) {
        return hooks.getOrDefault(component, Hooks.none());
    }

    private static NodeEvent.Outcome outcome(long id, Optional<String> failure) {
        return failure.<NodeEvent.Outcome>map(why -> new NodeEvent.Failed(id, why))
                .orElseGet(() -> new NodeEvent.Done(id));
    }
}
