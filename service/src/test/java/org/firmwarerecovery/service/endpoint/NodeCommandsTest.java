package org.firmwarerecovery.service.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.update.io.runtime.Node;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.junit.jupiter.api.Test;

class NodeCommandsTest {
    private final CompletableFuture<Answer> never = new CompletableFuture<>();

    /** A node that stands still, as one with a full disk does. */
    private final Node node = new Node() {
        @Override
        public NodeState state() {
            throw new UnsupportedOperationException("nobody asks");
        }

        @Override
        public long uptimeMillis() {
            return 0;
        }

        @Override
        public CompletionStage<Answer> command(LongFunction<? extends NodeEvent.Command> command) {
            return never;
        }

        @Override
        public void post(NodeEvent event) {
            throw new UnsupportedOperationException("nobody posts");
        }
    };

    @Test
    void a_command_that_is_not_answered_in_time_is_given_up_so_that_it_holds_no_place() {
        NodeCommands commands = new NodeCommands(node, Duration.ofMillis(5));
        RedfishException end = assertThrows(RedfishException.class, () -> commands.ask(NodeEvent.VerifyImages::new));
        assertEquals(503, end.status());
        assertTrue(never.isCancelled());
    }
}
