package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.oem.FirmwarePeer;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.NodeState;

/**
 * The peers this node knows: configured, found with the fleet's proof, or proven by their certificate. Who only called himself a
 * peer is not among them, since anybody on the network could fill this list.
 */
public final class PeerEndpoint {
    static final String PEERS = RecoveryServiceEndpoint.SERVICE + "/Peers";

    private final NodeContext context;

    /** The peers of this node. */
    public PeerEndpoint(NodeContext context) {
        this.context = context;
    }

    /** The collection and a peer. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.collection("FirmwarePeerCollection", PEERS)
                        .name("Peers")
                        .description("The nodes this node heard of.")
                        .members(call -> Optional.of(
                                listed().map(sighting -> sighting.peer().uuid()).toList()))
                        .build(),
                ResourceDeclaration.of("FirmwarePeer.v1_0_0.FirmwarePeer", PEERS + "/{FirmwarePeerId}")
                        .name("Peer")
                        .description("A node this node heard of.")
                        .volatileMembers("LastSeen")
                        .read(call -> listed().filter(
                                        sighting -> sighting.peer().uuid().equals(call.id()))
                                .findFirst()
                                .map(this::peer))
                        .build());
    }

    private Stream<NodeState.PeerSighting> listed() {
        return context.state().peers().values().stream()
                .filter(sighting -> sighting.peer().origin() != PeerRef.Origin.UNTAGGED);
    }

    private FirmwarePeer peer(NodeState.PeerSighting sighting) {
        PeerRef peer = sighting.peer();
        return FirmwarePeer.builder()
                .uuid(peer.uuid())
                .addresses(List.of(peer.address()))
                .networkInterface(peer.iface())
                .origin(origin(peer.origin()))
                .roles(
                        sighting.proven()
                                ? sighting.roles().stream().map(PeerRole::label).toList()
                                : null)
                .trusted(sighting.proven())
                .reachable(sighting.reachable())
                .lastSeen(context.calendar().at(sighting.lastSeen()))
                .build();
    }

    private static String origin(PeerRef.Origin origin) {
        return switch (origin) {
            case STATIC -> "Static";
            case CONSOLE -> "Console";
            case KNOWN -> "Known";
            case TAGGED, UNTAGGED -> "Discovered";
        };
    }
}
