package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the machine hears when the work itself breaks down. */
@Timeout(30)
class EffectRunsTest {
    private static final ComponentId BMC = new ComponentId("BMC");

    private final BlockingQueue<NodeEvent> results = new LinkedBlockingQueue<>();

    private NodeEvent outcome(NodeEffect.Async effect) throws InterruptedException {
        EffectRuns runs = new EffectRuns(
                (asked, stop) -> {
                    throw new OutOfMemoryError("for the test");
                },
                LoopLimits.defaults(),
                results::add);
        runs.start(effect, new TreeMap<>());
        NodeEvent result = results.poll(20, TimeUnit.SECONDS);
        assertTrue(runs.close(Duration.ofSeconds(5)));
        return Objects.requireNonNull(result);
    }

    @Test
    void our_own_breakdown_never_speaks_against_an_image_that_is_started_or_asked() throws Exception {
        NodeEvent.NotStarted started =
                assertInstanceOf(NodeEvent.NotStarted.class, outcome(new NodeEffect.Activate(1, BMC, BankId.A)));
        assertEquals(1, started.id());
        assertInstanceOf(
                NodeEvent.NotStarted.class,
                outcome(new NodeEffect.AwaitConfirmation(2, BMC, BankId.A, Duration.ofSeconds(1))));
        assertInstanceOf(NodeEvent.Failed.class, outcome(new NodeEffect.PrepareActivation(3, BMC, BankId.A)));
    }
}
