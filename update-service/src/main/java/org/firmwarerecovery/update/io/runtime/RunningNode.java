package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.firmwarerecovery.machine.Moment;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.engine.NodeMachine;
import org.firmwarerecovery.update.io.hook.HookWork;
import org.firmwarerecovery.update.io.ingest.ImageIngest;
import org.firmwarerecovery.update.io.ingest.VerifiedPairs;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Pending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node made of its {@link NodeParts}, and the one place where its adapters are put together. Thread-safe. */
public final class RunningNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);

    private final NodeLoop loop;
    private final StoreWork store;
    private final ImageIngest ingest;
    private final NodeParts parts;
    private final DiscoveryBridge discovery;

    private RunningNode(
            NodeLoop loop, StoreWork store, ImageIngest ingest, NodeParts parts, DiscoveryBridge discovery) {
        this.loop = loop;
        this.store = store;
        this.ingest = ingest;
        this.parts = parts;
        this.discovery = discovery;
    }

    /**
     * Starts a node: every bank is being checked on return, and the image store is known.
     *
     * @throws IOException the journal was written by a newer program, or the store can not be read
     * @throws GeneralSecurityException the authorities for operators' servers can not be used
     */
    public static RunningNode start(NodeParts parts) throws IOException, GeneralSecurityException {
        EventInbox inbox = new EventInbox(parts.limits());
        VerifiedPairs pairs = new VerifiedPairs(parts.verifier());
        BankJournal journal = new BankJournal(parts.journal(), parts.floors());
        JournalRecord record = journal.load(parts.settings().components());
        LateState now = new LateState(NodeState.initial(parts.settings(), parts.policy(), record));
        StoreWork store = new StoreWork(parts.store(), pairs, image -> StorePins.isWanted(now.get(), image), inbox);
        ImageIngest ingest = new ImageIngest(parts.ingest(), parts.store(), pairs);
        BankWork banks = new BankWork(
                parts.settings().components(),
                parts.banks(),
                parts.store(),
                pairs,
                background(now),
                parts.scanBytesPerSecond());
        DiscoveryBridge discovery = new DiscoveryBridge(inbox);
        store.publish();
        NodeLoop loop = NodeLoop.start(
                machine(parts, record),
                new NodeLoop.Shell(
                        journal,
                        new NodeWork(
                                banks,
                                store,
                                parts.peers(),
                                ingest,
                                new HookWork(parts.hooks(), parts.wallClock()),
                                pairs),
                        store,
                        discovery,
                        parts.notes(),
                        inbox,
                        new UptimeClock(record.uptimeMillis(), parts.wallClock()),
                        parts.limits()));
        now.source = loop::state;
        parts.pins().attach(loop::state);
        return new RunningNode(loop, store, ingest, parts, discovery);
    }

    /** The node for the service. */
    public NodeLoop loop() {
        return loop;
    }

    /** Where discovery is attached and reports to. */
    public DiscoveryBridge discovery() {
        return discovery;
    }

    /** Tells the machine what is in the store, after somebody else changed it. */
    public void storeChanged() throws IOException {
        store.publish();
    }

    /** Stops discovery, transfers and the loop within its limit; what the parts opened stays the caller's to close. */
    @Override
    public void close() {
        loop.close();
        ingest.close();
        parts.peers().close();
        try {
            store.close();
        } catch (IOException e) {
            LOG.warn("a transfer could not be suspended; its chunks are fetched again", e);
        }
    }

    /** The state of a loop that the adapters are made for before it exists. */
    private static final class LateState implements Supplier<NodeState> {
        private volatile Supplier<NodeState> source;

        private LateState(NodeState first) {
            this.source = () -> first;
        }

        @Override
        public NodeState get() {
            return source.get();
        }
    }

    private static Machine machine(NodeParts parts, JournalRecord record) {
        return new Machine() {
            @Override
            public Step<NodeState, NodeEffect> start(Moment now) {
                return NodeMachine.start(parts.settings(), parts.policy(), record, now);
            }

            @Override
            public Step<NodeState, NodeEffect> apply(NodeState state, Moment now, NodeEvent event) {
                return NodeMachine.apply(state, now, event);
            }

            @Override
            public OptionalLong nextWake(NodeState state) {
                return NodeMachine.nextWake(state);
            }
        };
    }

    /**
     * Which checks are the background scan, that may take its time: those of banks that were read before, while nothing else
     * goes on with the component and no peer waits for a fresh hash.
     */
    private static Predicate<NodeEffect.CheckBank> background(Supplier<NodeState> now) {
        return check -> {
            NodeState state = now.get();
            Pending asked = state.pending().get(check.id());
            ComponentId component = check.component();
            return asked != null
                    && asked.kind() == Pending.Kind.CHECK
                    && state.waiting().isEmpty()
                    && state.components().containsKey(component)
                    && state.components().get(component).bank(check.bank()).verifiedAt() >= 0
                    && state.recoveryOf(component).isEmpty()
                    && state.jobOf(component).isEmpty()
                    && state.pending().values().stream()
                            .noneMatch(
                                    other -> component.equals(other.component()) && other.kind() != Pending.Kind.CHECK);
        };
    }
}
