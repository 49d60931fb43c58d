package org.firmwarerecovery.service.network;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.firmwarerecovery.update.io.hook.HostHook;
import org.firmwarerecovery.update.io.work.StopSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel's addresses with their lifetimes. The Java runtime does not speak netlink and no file tells, so {@code ip} of iproute2 is
 * run, without a shell, at most once in {@link RecentAnswers#FRESH} for all requests together. A machine without it, or with one that
 * prints something else, tells nothing. Thread-safe.
 */
final class KernelAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(KernelAddresses.class);
    private static final List<String> COMMAND = List.of("ip", "-o", "address", "show");
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final int OUTPUT_BYTES_MAX = 1 << 20;

    private final StopSignal stop = new StopSignal();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final RecentAnswers<AddressLifetimes> answers =
            new RecentAnswers<>("kernel-addresses", question -> ask(), RecentAnswers.FRESH, System::nanoTime);

    /** All addresses as they were a moment ago; waits at most {@link RecentAnswers#PATIENCE}. */
    AddressLifetimes now() {
        return answers.of("").orElse(AddressLifetimes.UNKNOWN);
    }

    private Optional<AddressLifetimes> ask() {
        try {
            HostHook.Answer answer = HostHook.ask(COMMAND, new TreeMap<>(), WITHIN, stop, OUTPUT_BYTES_MAX);
            boolean fails = !answer.ending().well();
            // What it says may differ each time: only that it begins to fail is news.
            if (!failing.getAndSet(fails) && fails) {
                LOG.info(
                        "where addresses are from is not known: {}",
                        answer.ending().why());
            }
            return answer.ending().well() ? Optional.of(AddressLifetimes.parse(answer.output())) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
