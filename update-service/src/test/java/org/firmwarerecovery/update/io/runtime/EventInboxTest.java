package org.firmwarerecovery.update.io.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.Test;

class EventInboxTest {
    @Test
    void hints_are_turned_away_when_the_inbox_is_full_but_outcomes_never_are() throws Exception {
        EventInbox small = new EventInbox(
                new LoopLimits(2, 1, 1, 1, 1, Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofSeconds(1)));
        for (int i = 0; i < 3; i++) {
            small.accept(peerSeen());
        }
        small.accept(new NodeEvent.Done(1));
        assertEquals(1, small.turnedAway());
        small.poll(0);
        small.poll(0);
        assertEquals(new NodeEvent.Done(1), small.poll(0));
    }

    private static NodeEvent peerSeen() {
        return new NodeEvent.PeerSeen(
                new PeerRef("00000000-0000-0000-0000-000000000002", "https://127.0.0.1:1", null, PeerRef.Origin.KNOWN));
    }
}
