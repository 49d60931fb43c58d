package org.firmwarerecovery.update.io.runtime;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.firmwarerecovery.update.node.NodeEvent;

/**
 * Senders that wait until the node has dealt with their event, by the very event: two equal ones are two. Thread-safe; as many
 * entries as there are senders, each of which waits for its event before it sends the next.
 */
final class Deliveries {
    private final IdentityHashMap<NodeEvent, CompletableFuture<Boolean>> waiting = new IdentityHashMap<>();

    CompletionStage<Boolean> expect(NodeEvent event) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        synchronized (waiting) {
            waiting.put(event, taken);
        }
        return taken;
    }

    /** Tells the sender of {@code event}, if somebody waits for it. */
    void end(NodeEvent event, boolean dealtWith) {
        CompletableFuture<Boolean> taken;
        synchronized (waiting) {
            taken = waiting.remove(event);
        }
        if (taken != null) {
            taken.complete(dealtWith);
        }
    }

    /** Tells everybody that the node stops. */
    void endAll() {
        List<CompletableFuture<Boolean>> all;
        synchronized (waiting) {
            all = new ArrayList<>(waiting.values());
            waiting.clear();
        }
        all.forEach(taken -> taken.complete(false));
    }
}
