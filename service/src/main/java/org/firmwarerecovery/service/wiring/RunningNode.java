package org.firmwarerecovery.service.wiring;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.firmwarerecovery.service.cli.NodeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A started node: what was opened, closed again in the opposite order. */
final class RunningNode implements NodeService {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);

    private final UUID uuid;
    private final URI address;
    private final CompletionStage<Throwable> brokenDown;
    private final Opened opened;

    RunningNode(UUID uuid, URI address, CompletionStage<Throwable> brokenDown, Opened opened) {
        this.uuid = uuid;
        this.address = address;
        this.brokenDown = brokenDown;
        this.opened = opened;
    }

    /** Things that were opened, the last one first. Closing twice closes once. */
    static final class Opened implements AutoCloseable {
        private final Deque<AutoCloseable> parts = new ArrayDeque<>();

        /** Remembers a part and hands it on. */
        synchronized <T extends AutoCloseable> T add(T part) {
            parts.push(part);
            return part;
        }

        @Override
        public synchronized void close() {
            while (!parts.isEmpty()) {
                AutoCloseable part = parts.pop();
                try {
                    part.close();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (Exception e) {
                    LOG.warn("{} could not be closed", part.getClass().getSimpleName(), e);
                }
            }
        }
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public UUID uuid() {
        return uuid;
    }

    @Override
    public CompletionStage<Throwable> brokenDown() {
        return brokenDown;
    }

    @Override
    public void close() {
        opened.close();
    }
}
