package org.firmwarerecovery.service.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.firmwarerecovery.discovery.core.DiscoveryCounters;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.firmwarerecovery.service.endpoint.NodeNetwork.Ssdp;
import org.firmwarerecovery.service.http.RedfishServer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tuning discovery that fails, or is so slow that nobody waits for it. */
class NetworkSwitchTest {
    private static final Ssdp ON = new Ssdp(true, Duration.ofMinutes(10), 2, Ipv6Scope.Link);
    private static final Ssdp OFF = new Ssdp(false, Duration.ofMinutes(10), 2, Ipv6Scope.Link);

    private final Shell shell = new Shell();
    private final NetworkSwitch network = new NetworkSwitch(shell, false, ON, Optional.empty());

    /** What becomes of a wish. */
    private enum Fate {
        DONE,
        REFUSED,
        LATE
    }

    /** Discovery without sockets. */
    private static final class Shell implements DiscoveryShell {
        private Fate fate = Fate.DONE;
        private Optional<DiscoverySettings> inForce = Optional.empty();
        private final List<DiscoverySettings> late = new ArrayList<>();

        @Override
        public void start(DiscoverySettings settings, LongSupplier uptimeMillis) throws IOException {
            if (fate != Fate.DONE) {
                throw new IOException("no descriptor left");
            }
            inForce = Optional.of(settings);
        }

        @Override
        public void reconfigure(DiscoverySettings settings) {
            if (request(settings).toCompletableFuture().isDone() && fate == Fate.DONE) {
                return;
            }
            throw new IllegalStateException("discovery could not be changed");
        }

        @Override
        public CompletionStage<Void> request(DiscoverySettings settings) {
            if (fate == Fate.LATE) {
                late.add(settings);
                return new CompletableFuture<>();
            }
            if (fate == Fate.REFUSED) {
                return CompletableFuture.failedFuture(new IOException("no descriptor left"));
            }
            inForce = Optional.of(settings);
            return CompletableFuture.completedFuture(null);
        }

        /** The thread goes on. */
        void catchUp() {
            fate = Fate.DONE;
            late.forEach(this::request);
            late.clear();
        }

        @Override
        public Optional<DiscoverySettings> inForce() {
            return inForce;
        }

        @Override
        public DiscoveryCounters counters() {
            return DiscoveryCounters.ZERO;
        }
    }

    @BeforeEach
    @NullUnmarked // No listener is asked for its port here.
    void start() throws IOException {
        RedfishServer none = null;
        network.start(none, DiscoverySettings.of("3f2b8a52-6f0e-4f5f-9a52-0d6b1f0c7e11", 8443), () -> 0);
        assertEquals(ON, network.ssdp());
    }

    @Test
    void what_was_done_is_shown() {
        network.tune(OFF);
        assertEquals(OFF, network.ssdp());
        network.tune(ON);
        assertEquals(ON, network.ssdp());
    }

    @Test
    void what_was_refused_leaves_what_was_and_can_be_tried_again() {
        shell.fate = Fate.REFUSED;
        assertThrows(IllegalStateException.class, () -> network.tune(OFF));
        assertEquals(ON, network.ssdp());
        shell.fate = Fate.DONE;
        network.tune(OFF);
        assertEquals(OFF, network.ssdp());
    }

    @Test
    void a_change_that_comes_too_late_is_taken_back() {
        shell.fate = Fate.LATE;
        assertThrows(IllegalStateException.class, () -> network.tune(OFF));
        assertEquals(ON, network.ssdp(), "so it is at this moment");
        shell.catchUp();
        assertEquals(ON, network.ssdp(), "its client was told that it failed");
    }

    @Test
    void while_an_older_wish_may_still_come_the_present_state_is_asked_for_again() {
        shell.fate = Fate.LATE;
        assertThrows(IllegalStateException.class, () -> network.tune(OFF));
        shell.late.remove(1);
        assertThrows(IllegalStateException.class, () -> network.tune(ON), "nobody knows yet");
        shell.catchUp();
        assertEquals(ON, network.ssdp());
    }

    @Test
    void what_is_shown_is_what_runs_even_when_discovery_ended_by_itself() {
        shell.inForce = shell.inForce.map(settings -> settings.withSsdp(false));
        assertEquals(OFF, network.ssdp());
        network.tune(ON);
        assertEquals(ON, network.ssdp());
    }
}
