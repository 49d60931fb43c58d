package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.Chassis;
import org.firmwarerecovery.service.host.Host;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;

/** The box that the node is in. */
public final class ChassisEndpoint {
    private final NodeContext context;
    private final Labels labels;

    /** The box of this node. */
    ChassisEndpoint(NodeContext context, Labels labels) {
        this.context = context;
        this.labels = labels;
    }

    /** What a PATCH of a chassis may change. */
    record Change(Field<String> assetTag) {}

    /** Chassis and the one box. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.collection("ChassisCollection", TreePaths.ALL_CHASSIS)
                        .name("Chassis")
                        .description("The boxes here: the one that this node is in.")
                        .members(call -> Optional.of(List.of(TreePaths.CHASSIS_ID)))
                        .build(),
                ResourceDeclaration.of(Chassis.ODATA_TYPE, TreePaths.ALL_CHASSIS + "/{ChassisId}")
                        .name("Chassis")
                        .description("The box that this node is in.")
                        .read(call ->
                                call.id().equals(TreePaths.CHASSIS_ID) ? Optional.of(chassis()) : Optional.empty())
                        .patch(Change.class, this::change)
                        .build());
    }

    private Chassis chassis() {
        NodeFacts facts = context.facts();
        List<Link> manager = List.of(Link.to(TreePaths.MANAGER));
        return Chassis.builder()
                .chassisType(facts.chassisType())
                .manufacturer(facts.manufacturer().orElse(null))
                .model(facts.model().orElse(null))
                .serialNumber(facts.serialNumber().orElse(null))
                .assetTag(labels.assetTag())
                .powerState(power(context.host()).orElse(null))
                .status(new Status("Enabled", Health.OK, ComponentHealth.rollup(context.state())))
                .trustedComponents(Link.to(IntegrityEndpoint.TRUSTED))
                .links(new Chassis.Links(
                        context.host().isPresent() ? List.of(Link.to(TreePaths.HOST)) : null, manager, manager))
                .build();
    }

    /**
     * With a real host the box is as the host is; what still runs in it then, like this program, has auxiliary power. A box
     * without one is on, or this program would not run, whatever state a host has that is only simulated.
     */
    private static Optional<String> power(Optional<Host> host) {
        return host.filter(one -> !one.simulated())
                .map(SystemEndpoint::powerState)
                .orElse(Optional.of(SystemEndpoint.ON));
    }

    private Reply change(Call call, Change body) {
        labels.assetTag(body.assetTag());
        return Reply.changed(call.path());
    }
}
