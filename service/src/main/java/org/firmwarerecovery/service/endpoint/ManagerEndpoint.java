package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.ManagerExtension;
import org.firmwarerecovery.redfish.oem.Oem;
import org.firmwarerecovery.redfish.resource.Manager;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeState;

/** The manager this node is. Its firmware version follows the inventory, by which ironic knows that an update is done. */
public final class ManagerEndpoint {
    private static final String MANAGERS = "/redfish/v1/Managers";
    private static final String ID = "BMC";

    private final NodeContext context;

    /** The manager of this node. */
    public ManagerEndpoint(NodeContext context) {
        this.context = context;
    }

    /** Managers and the one manager. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.collection("ManagerCollection", MANAGERS)
                        .name("Managers")
                        .description("The management controllers here: this one.")
                        .members(call -> Optional.of(List.of(ID)))
                        .build(),
                ResourceDeclaration.of(Manager.ODATA_TYPE, MANAGERS + "/{ManagerId}")
                        .name("Manager")
                        .description("The management controller this node runs on.")
                        .volatileMembers("DateTime", "Oem")
                        .read(call -> call.id().equals(ID) ? Optional.of(manager()) : Optional.empty())
                        .build());
    }

    private Manager manager() {
        NodeState state = context.state();
        NodeFacts facts = context.facts();
        // The manager's own firmware is the component of its name; else the first one.
        Optional<ComponentState> own = Optional.ofNullable(state.components().get(new ComponentId(ID)))
                .or(() -> state.components().values().stream().findFirst());
        List<Link> images = new ArrayList<>();
        Health rollup = Health.OK;
        for (ComponentState component : state.components().values()) {
            for (BankId bank : component.spec().banks()) {
                images.add(Link.to(ImagePaths.bank(component.spec().id(), bank)));
                boolean bad = component.bank(bank).condition().replaceable();
                rollup = rollup.worse(bad ? Health.WARNING : Health.OK);
            }
        }
        Manager.Links links = Manager.Links.builder()
                .activeSoftwareImage(own.map(component -> {
                            Component spec = component.spec();
                            return Link.to(ImagePaths.bank(spec.id(), InventoryEndpoint.active(state, component)));
                        })
                        .orElse(null))
                .softwareImages(images)
                .build();
        return Manager.builder()
                .managerType("BMC")
                .uuid(facts.uuid())
                .serviceEntryPointUUID(facts.uuid())
                .manufacturer(facts.manufacturer().orElse(null))
                .model(facts.model().orElse(null))
                .serialNumber(facts.serialNumber().orElse(null))
                .firmwareVersion(own.flatMap(component -> InventoryEndpoint.version(
                                state, component.spec().id()))
                        .orElse(null))
                .dateTime(context.calendar().now())
                .dateTimeLocalOffset("+00:00")
                .status(new Status("Enabled", Health.OK, rollup))
                .links(links)
                .oem(new Oem<>(new ManagerExtension(
                        Link.to(RecoveryServiceEndpoint.SERVICE),
                        state.settings().roles().stream()
                                .map(role -> role.label())
                                .toList(),
                        context.clockUnset().getAsBoolean(),
                        context.node().uptimeMillis() / 1_000)))
                .build();
    }
}
