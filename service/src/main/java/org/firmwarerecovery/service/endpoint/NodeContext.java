package org.firmwarerecovery.service.endpoint;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.firmwarerecovery.service.host.Host;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.library.Library;
import org.firmwarerecovery.update.io.runtime.Node;
import org.firmwarerecovery.update.io.store.BankFolder;
import org.firmwarerecovery.update.io.store.ImageStore;
import org.firmwarerecovery.update.node.NodeState;

/**
 * The node behind the endpoints.
 *
 * @param node its state and commands
 * @param calendar uptime to dates
 * @param facts what the configuration says
 * @param store its image store
 * @param storeNews to be told after the store was changed
 * @param library its watched folder
 * @param banks its open banks
 * @param clockUnset whether the clock shows an impossible time
 * @param host the host beside it, where there is one
 * @param network its listeners and discovery
 */
public record NodeContext(
        Node node,
        UptimeCalendar calendar,
        NodeFacts facts,
        ImageStore store,
        StoreNews storeNews,
        Library library,
        SortedMap<ComponentId, BankFolder> banks,
        BooleanSupplier clockUnset,
        Optional<Host> host,
        NodeNetwork network) {
    /** Copies the map. */
    public NodeContext {
        banks = Collections.unmodifiableSortedMap(new TreeMap<>(banks));
    }

    /** The state after the last event. */
    NodeState state() {
        return node.state();
    }

    /** Sends commands. */
    NodeCommands commands() {
        return new NodeCommands(node);
    }
}
