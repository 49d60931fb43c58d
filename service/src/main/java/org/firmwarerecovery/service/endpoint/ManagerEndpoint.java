package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.ManagerExtension;
import org.firmwarerecovery.redfish.oem.Oem;
import org.firmwarerecovery.redfish.resource.Manager;
import org.firmwarerecovery.service.event.EventPaths;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeState;
import org.jspecify.annotations.Nullable;

/** The manager this node is. Its firmware version follows the inventory, by which ironic knows that an update is done. */
public final class ManagerEndpoint {
    private static final String RESET = "Reset";
    private static final String RESET_TYPE = "ResetType";
    private static final List<String> RESET_TYPES = List.of("GracefulRestart", "ForceRestart");

    private final NodeContext context;
    private final Labels labels;
    private final LiveSettings settings;
    private final long startedAt;

    /** The manager of this node; it counts as started now. */
    ManagerEndpoint(NodeContext context, Labels labels, LiveSettings settings) {
        this.settings = settings;
        this.context = context;
        this.labels = labels;
        this.startedAt = context.node().uptimeMillis();
    }

    /** What a PATCH of a manager may change. */
    record Change(Field<String> serviceIdentification) {}

    /** Managers and the one manager. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.collection("ManagerCollection", TreePaths.MANAGERS)
                        .name("Managers")
                        .description("The management controllers here: this one.")
                        .members(call -> Optional.of(List.of(TreePaths.MANAGER_ID)))
                        .build(),
                ResourceDeclaration.of(Manager.ODATA_TYPE, TreePaths.MANAGERS + "/{ManagerId}")
                        .name("Manager")
                        .description("The management controller this node runs on.")
                        .volatileMembers("DateTime", "LastResetTime", "Oem")
                        .read(call ->
                                call.id().equals(TreePaths.MANAGER_ID) ? Optional.of(manager()) : Optional.empty())
                        .patch(Change.class, this::change)
                        .action(ActionDeclaration.of(
                                        RESET, "Writes the images that wait for a reset.", ResetBody.class, this::reset)
                                .allowing(RESET_TYPE, RESET_TYPES))
                        .build());
    }

    /** Parameters of {@code Reset}. */
    record ResetBody(@Nullable String resetType) {}

    /**
     * The images that wait for this are written and started by the operator's hooks, which is a restart of the firmware they
     * replace. Where none waits there is nothing that this node could reset: its own program belongs to the system it runs on.
     */
    private Reply reset(Call call, ResetBody body) {
        String wanted = body.resetType();
        if (wanted != null && !RESET_TYPES.contains(wanted)) {
            throw new RedfishException(400, BaseMessages.actionParameterValueNotInList(wanted, RESET_TYPE, RESET));
        }
        UpdateServiceEndpoint.requireEnabled(settings);
        List<ComponentId> own = context.state().components().keySet().stream()
                .filter(id -> !ComponentHealth.isResetWithHost(context, id))
                .toList();
        if (own.isEmpty()
                || ApplyTimes.apply(context, call, ApplyTime.ON_RESET, own).isEmpty()) {
            throw new RedfishException(409, RecoveryMessages.nothingWaits(ApplyTime.ON_RESET.label()));
        }
        return Reply.done();
    }

    private Reply change(Call call, Change body) {
        labels.serviceIdentification(body.serviceIdentification());
        return Reply.changed(call.path());
    }

    private Manager manager() {
        NodeState state = context.state();
        NodeFacts facts = context.facts();
        Optional<ComponentState> own = ComponentHealth.ofManager(state);
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
                .logServices(Link.to(EventPaths.LOGS))
                .lastResetTime(context.calendar().at(startedAt))
                .powerState(SystemEndpoint.ON)
                .serviceIdentification(labels.serviceIdentification())
                .status(new Status("Enabled", Health.OK, ComponentHealth.rollup(state)))
                .networkProtocol(Link.to(NetworkEndpoint.PATH))
                .ethernetInterfaces(Link.to(EthernetEndpoint.INTERFACES))
                .links(links(state, own))
                .oem(new Oem<>(new ManagerExtension(
                        Link.to(RecoveryServiceEndpoint.SERVICE),
                        state.settings().roles().stream()
                                .map(role -> role.label())
                                .toList(),
                        context.clockUnset().getAsBoolean(),
                        context.node().uptimeMillis() / 1_000)))
                .build();
    }

    private Manager.Links links(NodeState state, Optional<ComponentState> own) {
        List<Link> images = new ArrayList<>();
        for (ComponentState component : state.components().values()) {
            for (BankId bank : component.spec().banks()) {
                images.add(Link.to(ImagePaths.bank(component.spec().id(), bank)));
            }
        }
        Link chassis = Link.to(TreePaths.CHASSIS);
        return Manager.Links.builder()
                .managerForServers(context.host().isPresent() ? List.of(Link.to(TreePaths.HOST)) : null)
                .managerForChassis(List.of(chassis))
                .managerInChassis(chassis)
                .activeSoftwareImage(own.map(component -> {
                            Component spec = component.spec();
                            return Link.to(ImagePaths.bank(spec.id(), InventoryEndpoint.active(state, component)));
                        })
                        .orElse(null))
                .softwareImages(images)
                .build();
    }
}
