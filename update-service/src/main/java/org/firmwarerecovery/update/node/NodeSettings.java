package org.firmwarerecovery.update.node;

import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.jspecify.annotations.Nullable;

/**
 * What the machines know of the configuration; fixed while the node runs.
 *
 * @param uuid the node's own UUID
 * @param roles what it does for others and itself
 * @param components its components
 * @param peers peers and consoles named in the configuration
 * @param peersTrusted whether there is a fleet CA; without one peers are off
 * @param multicastSearch whether there is a fleet key, which a search by multicast needs
 * @param keepInstalled whether images stay in the store after they were installed
 * @param scanInterval time between two background scans of a component's banks; zero switches them off
 * @param limits all bounds
 */
public record NodeSettings(
        String uuid,
        List<PeerRole> roles,
        List<Component> components,
        List<PeerRef> peers,
        boolean peersTrusted,
        boolean multicastSearch,
        boolean keepInstalled,
        Duration scanInterval,
        NodeLimits limits) {
    /** Copies the lists. */
    public NodeSettings {
        roles = List.copyOf(roles);
        components = List.copyOf(components);
        peers = List.copyOf(peers);
    }

    /** The component with that id, null when there is none. */
    public @Nullable Component component(ComponentId id) {
        return components.stream()
                .filter(component -> component.id().equals(id))
                .findFirst()
                .orElse(null);
    }
}
