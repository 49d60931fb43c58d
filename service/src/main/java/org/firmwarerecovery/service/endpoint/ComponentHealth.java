package org.firmwarerecovery.service.endpoint;

import java.util.Optional;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeState;

/** Whose firmware a component is, and how well its banks are. */
final class ComponentHealth {
    private static final String HOST_FIRMWARE = "BIOS";

    private ComponentHealth() {}

    /** The worst of all components: a bank that should be replaced is a warning, since the node repairs it. */
    static Health rollup(NodeState state) {
        Health worst = Health.OK;
        for (ComponentState component : state.components().values()) {
            worst = worst.worse(of(component));
        }
        return worst;
    }

    /** The worst of the banks of one component. */
    static Health of(ComponentState component) {
        Health worst = Health.OK;
        for (BankId bank : component.spec().banks()) {
            boolean bad = component.bank(bank).condition().replaceable();
            worst = worst.worse(bad ? Health.WARNING : Health.OK);
        }
        return worst;
    }

    /** The manager's own firmware: the component of its name, else the first one that is not the host's. */
    static Optional<ComponentState> ofManager(NodeState state) {
        return Optional.ofNullable(state.components().get(new ComponentId(TreePaths.MANAGER_ID)))
                .or(() -> state.components().values().stream()
                        .filter(component -> !isHosts(component.spec().id()))
                        .findFirst());
    }

    /** The host's firmware: the component with the id BIOS. */
    static Optional<ComponentState> ofHost(NodeState state) {
        return state.components().values().stream()
                .filter(component -> isHosts(component.spec().id()))
                .findFirst();
    }

    private static boolean isHosts(ComponentId id) {
        return id.value().equalsIgnoreCase(HOST_FIRMWARE);
    }

    /** The resource that a component is the firmware of. */
    static Link relatedItem(NodeContext context, ComponentId id) {
        return Link.to(isOfHost(context, id) ? TreePaths.HOST : TreePaths.MANAGER);
    }

    /** Whether a component is firmware of the host and not of the manager. */
    static boolean isOfHost(NodeContext context, ComponentId id) {
        return isHosts(id) && context.host().isPresent();
    }

    /** Whether a component waits for a reset of the host; beside a host that nobody here can reset it is the manager's. */
    static boolean isResetWithHost(NodeContext context, ComponentId id) {
        return isOfHost(context, id)
                && context.host().filter(host -> !host.resetTypes().isEmpty()).isPresent();
    }
}
