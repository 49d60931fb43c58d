package org.firmwarerecovery.update.io.runtime;

import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.hook.Hooks;
import org.firmwarerecovery.update.io.ingest.IngestSettings;
import org.firmwarerecovery.update.io.journal.SlotJournal;
import org.firmwarerecovery.update.io.peer.PeerClient;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.io.store.TwoCopies;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.policy.Policy;

/**
 * Everything a node is made of, opened by the caller. {@link RunningNode#start} puts it together:
 *
 * <pre>{@code
 * StateFolder state = StateFolder.open(path);
 * StorePins pins = new StorePins();
 * ImageStore store = ImageStore.open(state.images(), quota, pins);
 * TreeMap<ComponentId, BankFolder> banks = ...;    // BankFolder.open(state, id, banks, size) per component
 * NodeParts parts = new NodeParts(settings, policy, state.bankJournal(), state.floor(), banks, store, pins, verifier,
 *         peers, hooks, ingest, scanBytesPerSecond, new LoggedNotes(), InstantSource.system(), LoopLimits.defaults());
 * RunningNode node = RunningNode.start(parts);
 * // start the HTTP server with node.loop(), then
 * node.discovery().attach(DiscoveryLoop.start(discoverySettings, node.loop()::uptimeMillis, node.discovery()));
 * // at the end: node.close(), then banks, journal, store and state folder
 * }</pre>
 *
 * @param settings what the machines know of the configuration
 * @param policy the policy to start with
 * @param journal the banks journal
 * @param floors {@code boot/floor}
 * @param banks open banks of every component of the settings
 * @param store the image store, opened with {@code pins}
 * @param pins what the store must keep
 * @param verifier judges manifests
 * @param peers speaks to peers; {@link NoPeers} without a fleet
 * @param hooks activation hooks by component
 * @param ingest what operators may give
 * @param scanBytesPerSecond the setting {@code scan.bandwidth}
 * @param notes hears what is told to people
 * @param wallClock for records
 * @param limits bounds of the loop
 */
public record NodeParts(
        NodeSettings settings,
        Policy policy,
        SlotJournal journal,
        TwoCopies floors,
        SortedMap<ComponentId, BankFolder> banks,
        ImageStore store,
        StorePins pins,
        ManifestVerifier verifier,
        PeerClient peers,
        Map<ComponentId, Hooks> hooks,
        IngestSettings ingest,
        long scanBytesPerSecond,
        NoteListener notes,
        InstantSource wallClock,
        LoopLimits limits) {
    /** Copies the maps. */
    public NodeParts {
        banks = Collections.unmodifiableSortedMap(new TreeMap<>(banks));
        hooks = Collections.unmodifiableSortedMap(new TreeMap<>(hooks));
    }
}
