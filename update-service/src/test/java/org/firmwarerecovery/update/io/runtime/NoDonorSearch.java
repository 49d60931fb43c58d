package org.firmwarerecovery.update.io.runtime;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.firmwarerecovery.update.node.NodeEvent;

/** A search that opens no socket, and is over at once. */
final class NoDonorSearch implements DonorSearch {
    private final Consumer<NodeEvent> events;

    /** A search that reports to {@code events}. */
    NoDonorSearch(Consumer<NodeEvent> events) {
        this.events = events;
    }

    @Override
    public void search(long searchId, String softwareId, Duration jitter) {
        events.accept(new NodeEvent.SearchEnded(searchId));
    }

    @Override
    public void donates(List<String> softwareIds) {
        // Nobody is told.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
