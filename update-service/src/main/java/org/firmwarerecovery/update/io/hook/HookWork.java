package org.firmwarerecovery.update.io.hook;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;

/**
 * Prepares, starts and confirms images by the operator's hooks. Their environment says which bank of which component it is about
 * ({@code COMPONENT}, {@code BANK}), why they run ({@code HOOK}: {@code prepare}, {@code activate} or {@code confirm}) and what
 * {@link HookFacts} know about the image. Blocks; one call at a time per component. No limit depends on the clock of the system.
 */
public final class HookWork {
    private static final Duration PROBE_STEP = Duration.ofMillis(500);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

    private final TreeMap<ComponentId, Hooks> hooks;
    private final HookFacts facts;
    private final LongSupplier nanoClock;

    /** Hooks by component; a component without an entry has none. */
    public HookWork(Map<ComponentId, Hooks> hooks, HookFacts facts) {
        this(hooks, facts, System::nanoTime);
    }

    HookWork(Map<ComponentId, Hooks> hooks, HookFacts facts, LongSupplier nanoClock) {
        this.hooks = new TreeMap<>(hooks);
        this.facts = facts;
        this.nanoClock = nanoClock;
    }

    /** What a hook is for. */
    private enum Kind {
        PREPARE,
        ACTIVATE,
        CONFIRM
    }

    /** One question to an image: empty when it works, else what speaks against it, or why it could not be asked. */
    @FunctionalInterface
    private interface Probe {
        Optional<HookFailure> ask(Duration left) throws InterruptedException;
    }

    /** Runs the hook before the flip. */
    public NodeEvent.Outcome prepare(NodeEffect.PrepareActivation effect, StopSignal stop) throws InterruptedException {
        Hooks of = of(effect.component());
        Map<String, String> environment = environment(Kind.PREPARE, effect.component(), effect.bank());
        return outcome(effect.id(), run(of.prepare(), of.within(), environment, stop));
    }

    /** Runs the hook that starts the bank's image. */
    public NodeEvent.Outcome activate(NodeEffect.Activate effect, StopSignal stop) throws InterruptedException {
        pause(effect.after(), stop);
        Hooks of = of(effect.component());
        Map<String, String> environment = environment(Kind.ACTIVATE, effect.component(), effect.bank());
        return outcome(effect.id(), run(of.command(), of.within(), environment, stop));
    }

    /** Waits until the image proves itself, its time is over, or it turns out at once that it cannot be asked. */
    public NodeEvent.Outcome confirm(NodeEffect.AwaitConfirmation effect, StopSignal stop) throws InterruptedException {
        ConfirmRule rule = of(effect.component()).confirm();
        if (rule instanceof ConfirmRule.None) {
            return new NodeEvent.ConfirmationEnded(effect.id(), true, "read back, hook ended well");
        }
        pause(effect.after(), stop);
        Probe probe = probe(rule, effect, stop);
        long end = nanoClock.getAsLong() + effect.within().toNanos();
        String last = "it was never asked";
        boolean refused = false;
        while (!stop.requested() && nanoClock.getAsLong() < end) {
            Duration left = Duration.ofNanos(Math.max(1, end - nanoClock.getAsLong()));
            Optional<HookFailure> against = probe.ask(left);
            if (against.isEmpty()) {
                return new NodeEvent.ConfirmationEnded(effect.id(), true, "confirmed");
            }
            last = against.get().why();
            refused |= against.get().started();
            // An image that once said no is not excused by a question that could not be put.
            if (!refused) {
                return new NodeEvent.NotStarted(effect.id(), last);
            }
            LockSupport.parkNanos(Math.min(PROBE_STEP.toNanos(), Math.max(1, end - nanoClock.getAsLong())));
        }
        return new NodeEvent.ConfirmationEnded(
                effect.id(), false, "not within " + effect.within().toMillis() + " ms: " + last);
    }

    private Probe probe(ConfirmRule rule, NodeEffect.AwaitConfirmation effect, StopSignal stop) {
        if (rule instanceof ConfirmRule.Command command) {
            Map<String, String> environment = environment(Kind.CONFIRM, effect.component(), effect.bank());
            Duration within = of(effect.component()).within();
            return left -> run(command.command(), shorter(within, left), environment, stop);
        }
        if (rule instanceof ConfirmRule.Http http) {
            return left -> HealthUrl.probe(http.url(), shorter(PROBE_LIMIT, left), stop)
                    .map(HookFailure::ran);
        }
        ConfirmRule.Heartbeat heartbeat = (ConfirmRule.Heartbeat) rule;
        // A look every step is enough to see each beat; a largest age below that would refuse them all.
        Duration maxAge = heartbeat.maxAge().compareTo(PROBE_STEP.multipliedBy(2)) < 0
                ? PROBE_STEP.multipliedBy(2)
                : heartbeat.maxAge();
        HeartbeatFile file = new HeartbeatFile(heartbeat.file(), maxAge, nanoClock);
        return left -> file.probe().map(HookFailure::ran);
    }

    /** What is told to stop meanwhile is noticed by the caller, which then does nothing any more. */
    private void pause(Duration length, StopSignal stop) {
        long end = nanoClock.getAsLong() + length.toNanos();
        long left = length.toNanos();
        while (left > 0 && !stop.requested()) {
            LockSupport.parkNanos(Math.min(PROBE_STEP.toNanos(), left));
            left = end - nanoClock.getAsLong();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Optional<HookFailure> run(
            List<String> command, Duration within, Map<String, String> environment, StopSignal stop)
            throws InterruptedException {
        return command.isEmpty() ? Optional.empty() : HookProcess.run(command, environment, within, stop);
    }

    private Map<String, String> environment(Kind kind, ComponentId component, BankId bank) {
        TreeMap<String, String> environment = new TreeMap<>(facts.of(component, bank));
        environment.put("HOOK", kind.name().toLowerCase(Locale.ROOT));
        environment.put("COMPONENT", component.value());
        environment.put("BANK", bank.label());
        return environment;
    }

    private Hooks of(ComponentId component) {
        return hooks.getOrDefault(component, Hooks.none());
    }

    private static NodeEvent.Outcome outcome(long id, Optional<HookFailure> failure) {
        return failure.<NodeEvent.Outcome>map(end ->
                        end.started() ? new NodeEvent.Failed(id, end.why()) : new NodeEvent.NotStarted(id, end.why()))
                .orElseGet(() -> new NodeEvent.Done(id));
    }
}
