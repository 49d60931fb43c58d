package org.firmwarerecovery.update.io.hook;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares, starts and confirms images by the operator's hooks. Their environment says which bank of which component it is about
 * ({@code COMPONENT}, {@code BANK}), why they run ({@code HOOK}: {@code prepare}, {@code activate} or {@code confirm}) and what
 * {@link HookFacts} know about the image. Blocks; one call at a time per component. No limit depends on the clock of the system.
 */
public final class HookWork {
    private static final Logger LOG = LoggerFactory.getLogger(HookWork.class);
    private static final Duration PROBE_STEP = Duration.ofMillis(500);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
    /** Longest wait of a shutdown for the loop to end. */
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(60);

    private static final String LEAVING = "the node was being shut down";

    private final TreeMap<ComponentId, Hooks> hooks;
    private final HookFacts facts;
    private final LongSupplier nanoClock;
    private final Notice notice;
    private final CountDownLatch leaving = new CountDownLatch(1);

    /** Hooks by component; a component without an entry has none. */
    public HookWork(Map<ComponentId, Hooks> hooks, HookFacts facts) {
        this(hooks, facts, System::nanoTime, Notice.USUAL);
    }

    HookWork(Map<ComponentId, Hooks> hooks, HookFacts facts, LongSupplier nanoClock, Notice notice) {
        this.hooks = new TreeMap<>(hooks);
        this.facts = facts;
        this.nanoClock = nanoClock;
        this.notice = notice;
    }

    /**
     * A shutdown of the host ends hooks and node at the same moment: how much later than a hook's end we may hear of ours.
     *
     * @param ofBad after an end that speaks against the image
     * @param ofGood after a yes: a script that traps the signal may end well, and a yes is for ever
     */
    record Notice(Duration ofBad, Duration ofGood) {
        static final Notice USUAL = new Notice(Duration.ofSeconds(2), Duration.ofMillis(500));
    }

    /**
     * The node is about to stop. However a hook ends from here on, and a moment before, says nothing about an image: many trap
     * the signal of a shutdown that reaches them first. Its outcome waits until nobody hears it any more; the next start of the
     * node tries again.
     */
    public void leave() {
        leaving.countDown();
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
        return outcome(effect.id(), ownEnd(of.prepare(), of.within(), environment, stop));
    }

    /** Runs the hook that starts the bank's image. */
    public NodeEvent.Outcome activate(NodeEffect.Activate effect, StopSignal stop) throws InterruptedException {
        pause(effect.after(), stop);
        Hooks of = of(effect.component());
        Map<String, String> environment = environment(Kind.ACTIVATE, effect.component(), effect.bank());
        return outcome(effect.id(), ownEnd(of.command(), of.within(), environment, stop));
    }

    /** Waits until the image proves itself, its time is over, or it turns out at once that it cannot be asked. */
    public NodeEvent.Outcome confirm(NodeEffect.AwaitConfirmation effect, StopSignal stop) throws InterruptedException {
        ConfirmRule rule = of(effect.component()).confirm();
        if (rule instanceof ConfirmRule.None) {
            // Then the end of the activation hook is the proof.
            boolean proof = !of(effect.component()).command().isEmpty();
            if (proof && leaves(notice.ofGood(), stop)) {
                return new NodeEvent.NotStarted(effect.id(), LEAVING);
            }
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
            if (against.isEmpty() && rule instanceof ConfirmRule.Command && leaves(notice.ofGood(), stop)) {
                return new NodeEvent.NotStarted(effect.id(), LEAVING);
            }
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
        if (leaves(notice.ofBad(), stop)) {
            return new NodeEvent.NotStarted(effect.id(), LEAVING);
        }
        return new NodeEvent.ConfirmationEnded(
                effect.id(), false, "not within " + effect.within().toMillis() + " ms: " + last);
    }

    /**
     * How a hook ends, unless the node is going down: then that was not its own end. A good one is kept back for a moment as
     * well, since a bank that counts as started is not started again, and the one beside it may be written over.
     */
    private Optional<HookFailure> ownEnd(
            List<String> command, Duration within, Map<String, String> environment, StopSignal stop)
            throws InterruptedException {
        Optional<HookFailure> end = run(command, within, environment, stop);
        Duration good = command.isEmpty() ? Duration.ZERO : notice.ofGood();
        return leaves(end.isPresent() ? notice.ofBad() : good, stop) ? Optional.of(HookFailure.notRun(LEAVING)) : end;
    }

    /** True when the node is going down, or begins to within this time; then only when nobody waits for us any more. */
    private boolean leaves(Duration within, StopSignal stop) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runnable end = stopped::countDown;
        long from = nanoClock.getAsLong();
        stop.onRequest(end);
        try {
            while (leaving.getCount() > 0) {
                long left = within.toNanos() - (nanoClock.getAsLong() - from);
                if (left <= 0 || stop.requested()) {
                    return false;
                }
                leaving.await(Math.min(left, PROBE_STEP.toNanos()), TimeUnit.NANOSECONDS);
            }
            if (!stopped.await(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the node is being shut down, but its loop still waits for a hook");
            }
            return true;
        } finally {
            stop.forget(end);
        }
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
