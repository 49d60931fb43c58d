package org.firmwarerecovery.service.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.update.io.hook.HostHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of one kind behind the operator's programs. What is shown is what the program read, {@link RecentAnswers#STALE} ago at most
 * and never from before a change; never what was last written. A program that fails or prints nonsense is logged when that begins, and
 * then nothing is known. Thread-safe.
 *
 * @param <S> the settings
 */
public final class HookedSettings<S> {
    private static final Logger LOG = LoggerFactory.getLogger(HookedSettings.class);
    private static final int TROUBLES_MAX = 2 * NetworkLinks.LINKS_MAX;

    private final HookedNetwork network;
    private final String subject;
    private final Class<S> type;
    private final ReentrantLock changes;
    private final RecentAnswers<S> answers;
    /** Names whose settings are not known; guarded by itself. */
    private final TreeSet<String> troubles = new TreeSet<>();

    HookedSettings(HookedNetwork network, String subject, Class<S> type, ReentrantLock changes, LongSupplier nanos) {
        this.network = network;
        this.subject = subject;
        this.type = type;
        this.changes = changes;
        this.answers =
                new RecentAnswers<>("network-" + subject, name -> ask(name).value(), RecentAnswers.STALE, nanos);
    }

    /** How a change ended. */
    public sealed interface Outcome {
        /** The program did it. */
        record Done() implements Outcome {}

        /** Another change is being made. */
        record Busy() implements Outcome {}

        /**
         * The settings could not be read or written; what holds now is what is read next.
         *
         * @param why the reason, for people
         */
        record Failed(String why) implements Outcome {}
    }

    private record Asked<S>(Optional<S> value, String why) {}

    /** The settings of {@code name}; empty while they are not known. Waits at most {@link RecentAnswers#PATIENCE}. */
    public Optional<S> read(String name) {
        return answers.of(name);
    }

    /**
     * Changes the settings of {@code name}: reads them, asks for the wish, writes it and reads again, each within the time of the
     * programs. One change at a time, of all subjects together.
     *
     * @param wish from the settings as they are to the members to be set; may refuse by an exception, which goes through
     */
    public Outcome change(String name, Function<S, ObjectNode> wish) {
        if (!changes.tryLock()) {
            return new Outcome.Busy();
        }
        try {
            Asked<S> before = ask(name);
            if (before.value().isEmpty()) {
                return new Outcome.Failed(before.why());
            }
            ObjectNode wanted = wish.apply(before.value().get());
            if (wanted.isEmpty()) {
                return new Outcome.Done();
            }
            HostHook.Ending ending;
            try {
                ending = network.write(subject, name, RedfishMapper.text(wanted));
            } finally {
                answers.forget();
            }
            // Also after a failure: who asks next is to see what became of it.
            answers.put(name, ask(name).value());
            return ending.well() ? new Outcome.Done() : new Outcome.Failed(ending.why());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        } finally {
            changes.unlock();
        }
    }

    private Asked<S> ask(String name) {
        Asked<S> asked;
        try {
            HostHook.Answer answer = network.read(subject, name);
            asked = answer.ending().well()
                    ? understood(answer.output())
                    : new Asked<>(Optional.empty(), answer.ending().why());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Asked<>(Optional.empty(), "interrupted");
        }
        note(name, asked.why());
        return asked;
    }

    private Asked<S> understood(String output) {
        try {
            S settings = RedfishMapper.lenient().readValue(output, type);
            Optional<String> fault = settings instanceof ReadSettings read ? read.fault() : Optional.of("no object");
            return fault.map(why -> new Asked<S>(Optional.empty(), "networkHooks.read printed nonsense: " + why))
                    .orElseGet(() -> new Asked<>(Optional.of(settings), ""));
        } catch (JsonProcessingException e) {
            return new Asked<>(Optional.empty(), "networkHooks.read printed nonsense: " + e.getOriginalMessage());
        }
    }

    private void note(String name, String why) {
        boolean news;
        synchronized (troubles) {
            if (troubles.size() >= TROUBLES_MAX) {
                troubles.clear();
            }
            // What the program says may differ each time: only that it begins or ceases to fail is news.
            news = why.isEmpty() ? troubles.remove(name) : troubles.add(name);
        }
        if (news && !why.isEmpty()) {
            LOG.warn("settings of {} {} are not known: {}", subject, name, why);
        } else if (news) {
            LOG.info("settings of {} {} are known again", subject, name);
        }
    }
}
