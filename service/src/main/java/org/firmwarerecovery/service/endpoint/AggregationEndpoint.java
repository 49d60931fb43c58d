package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.resource.AggregationService;
import org.firmwarerecovery.redfish.resource.AggregationSource;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.NodeState;
import org.jspecify.annotations.Nullable;

/**
 * The AggregationService of a console: the nodes it knows, for clients that go on to them. Read only; a console has no
 * credentials of any of them. A node without that role has no such service.
 *
 * <p>Listed are those that the configuration names and those that proved to be of the fleet. Who only announced himself is not:
 * a client would send its password to any address that a stranger makes up.
 */
final class AggregationEndpoint {
    /** Where it stands. */
    static final String SERVICE = "/redfish/v1/AggregationService";

    private static final String SOURCES = SERVICE + "/AggregationSources";

    private final Supplier<NodeState> state;

    private AggregationEndpoint(Supplier<NodeState> state) {
        this.state = state;
    }

    /** The service and its sources; none on a node that is no console. */
    static List<ResourceDeclaration> declarations(NodeContext context) {
        return context.state().settings().roles().contains(PeerRole.CONSOLE)
                ? new AggregationEndpoint(context::state).declarations()
                : List.of();
    }

    private List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.of(AggregationService.ODATA_TYPE, SERVICE)
                        .name("Aggregation Service")
                        .description("The nodes that this console knows.")
                        .read(call -> Optional.of(new AggregationService(true, Status.enabled(), Link.to(SOURCES))))
                        .build(),
                ResourceDeclaration.collection("AggregationSourceCollection", SOURCES)
                        .name("Aggregation Sources")
                        .description("The nodes that this console knows.")
                        .members(call ->
                                Optional.of(new ArrayList<>(sources(state.get()).keySet())))
                        .build(),
                ResourceDeclaration.of(AggregationSource.ODATA_TYPE, SOURCES + "/{AggregationSourceId}")
                        .name("Aggregation Source")
                        .description("A node that this console knows.")
                        .read(call -> Optional.ofNullable(sources(state.get()).get(call.id())))
                        .build());
    }

    /** What is known, by UUID. */
    static SortedMap<String, AggregationSource> sources(NodeState state) {
        TreeMap<String, AggregationSource> sources = new TreeMap<>();
        for (PeerRef configured : state.settings().peers()) {
            sources.put(configured.uuid(), source(configured, null));
        }
        for (NodeState.PeerSighting sighting : state.peers().values()) {
            if (sighting.peer().origin() != PeerRef.Origin.UNTAGGED) {
                sources.put(sighting.peer().uuid(), source(sighting.peer(), status(sighting)));
            }
        }
        sources.remove(state.settings().uuid());
        return sources;
    }

    private static AggregationSource source(PeerRef peer, @Nullable Status status) {
        // Of those nodes this console shows no resources; what it has of them is what they announce and answer.
        return AggregationSource.builder()
                .hostName(peer.address())
                .aggregationType("NotificationsOnly")
                .status(status)
                .build();
    }

    /** How it is in health nobody asked it. */
    private static @Nullable Status status(NodeState.PeerSighting sighting) {
        if (!sighting.reachable()) {
            return new Status("UnavailableOffline", null, null);
        }
        return sighting.proven() ? new Status("Enabled", null, null) : null;
    }
}
