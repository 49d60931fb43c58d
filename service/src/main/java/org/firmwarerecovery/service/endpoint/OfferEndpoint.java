package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.oem.AcceptBody;
import org.firmwarerecovery.redfish.oem.AcceptResponse;
import org.firmwarerecovery.redfish.oem.CompleteBody;
import org.firmwarerecovery.redfish.oem.DonorLoad;
import org.firmwarerecovery.redfish.oem.FirmwareOffer;
import org.firmwarerecovery.service.auth.Principal;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.donor.OfferState;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.negotiation.TransferMode;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;

/**
 * The offers this node made as a donor. To a peer only its own exist; the ticket is in the answer to Accept and nowhere
 * else.
 */
public final class OfferEndpoint {
    static final String OFFERS = RecoveryServiceEndpoint.SERVICE + "/Offers";
    private static final List<String> RESULTS = List.of("Verified", "Rejected", "Abandoned");

    private final NodeContext context;

    /** The offers of this node. */
    public OfferEndpoint(NodeContext context) {
        this.context = context;
    }

    /** The collection and an offer. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.collection("FirmwareOfferCollection", OFFERS)
                        .name("Offers")
                        .description("The offers this node made to peers.")
                        .members(call ->
                                Optional.of(List.copyOf(context.state().offers().keySet())))
                        .build(),
                ResourceDeclaration.of("FirmwareOffer.v1_0_0.FirmwareOffer", OFFERS + "/{FirmwareOfferId}")
                        .name("Offer")
                        .description("An offer of an image to one peer; a DELETE gives it back.")
                        .volatileMembers("BytesSent", "LeaseExpires", "Load")
                        .read(call -> find(call).map(this::offer))
                        .remove(this::release)
                        .action(ActionDeclaration.of(
                                "Accept", "Accepts the offer; answers with a ticket.", AcceptBody.class, this::accept))
                        .action(ActionDeclaration.of(
                                        "Complete", "Says how the transfer ended.", CompleteBody.class, this::complete)
                                .allowing("Result", RESULTS))
                        .build());
    }

    private Optional<DonorOffer> find(Call call) {
        return Optional.ofNullable(context.state().offers().get(call.id()))
                .filter(offer -> call.peer()
                        .map(peer -> peer.uuid().equals(offer.peer()))
                        .orElse(true));
    }

    FirmwareOffer offer(DonorOffer offer) {
        Manifest manifest = offer.manifest().manifest();
        long now = context.node().uptimeMillis();
        boolean leased = offer.state() == OfferState.ACCEPTED && offer.leaseUntil() >= 0;
        long used = context.state().offers().values().stream()
                .filter(other -> other.holdsSlot(now))
                .count();
        return FirmwareOffer.builder()
                .state(offer.state().label())
                .requestId(offer.request().requestId())
                .recipientUUID(offer.peer())
                .softwareId(manifest.softwareId())
                .version(manifest.version())
                .versionScheme(manifest.versionScheme())
                .securityVersion(manifest.securityVersion())
                .manifestDigest(offer.manifest().digest().hex())
                .machine(InventoryEndpoint.machines(manifest).stream()
                        .findFirst()
                        .orElse(null))
                .imageDigest(manifest.image().digest().hex())
                .sizeBytes(manifest.image().size())
                .image(Link.to(ImagePaths.member(offer.image())))
                .transferMode(TransferMode.PULL.label())
                .validUntil(context.calendar().at(offer.validUntil()))
                .validSeconds(Math.max(0, (offer.validUntil() - offer.madeAt()) / 1_000))
                .leaseExpires(leased ? context.calendar().at(offer.leaseUntil()) : null)
                .leaseSeconds(
                        leased ? context.state().settings().limits().lease().toSeconds() : null)
                .load(new DonorLoad(used, (long) context.state().policy().slots()))
                .bytesSent(offer.bytesSent())
                .result(offer.result().isEmpty() ? null : offer.result())
                .build();
    }

    private Reply accept(Call call, AcceptBody body) {
        Principal.Peer peer = requirePeer(call);
        Answer answer = context.commands().ask(id -> new NodeEvent.AcceptOffer(id, peer.uuid(), call.id()));
        if (!(answer instanceof Answer.LeaseGranted granted)) {
            throw new IllegalStateException("an acceptance was answered by " + answer.getClass());
        }
        DonorOffer offer = granted.offer();
        String image = ImagePaths.member(offer.image()) + ImagePaths.IMAGE;
        return Reply.ok(AcceptResponse.builder()
                .imageUri(image)
                .manifestUri(image + ImagePaths.MANIFEST_ENDING)
                .signatureUri(image + ImagePaths.SIGNATURE_ENDING)
                .username(offer.id())
                .password(offer.ticket())
                .leaseExpires(context.calendar().at(offer.leaseUntil()))
                .leaseSeconds(granted.leaseMillis() / 1_000)
                .build());
    }

    private Reply complete(Call call, CompleteBody body) {
        Principal.Peer peer = requirePeer(call);
        String result = body.result()
                .toOptional()
                .orElseThrow(
                        () -> new RedfishException(400, BaseMessages.actionParameterMissing("Complete", "Result")));
        if (!RESULTS.contains(result)) {
            throw new RedfishException(400, BaseMessages.actionParameterValueNotInList(result, "Result", "Complete"));
        }
        context.commands().ask(id -> new NodeEvent.CompleteOffer(id, peer.uuid(), call.id(), result));
        return Reply.done();
    }

    private Reply release(Call call) {
        // An operator may end any lease; to the machine that is the peer giving it back.
        String owner = find(call).map(DonorOffer::peer).orElse("");
        context.commands().ask(id -> new NodeEvent.ReleaseOffer(id, owner, call.id()));
        return Reply.done();
    }

    static Principal.Peer requirePeer(Call call) {
        return call.peer().orElseThrow(() -> new RedfishException(403, BaseMessages.insufficientPrivilege()));
    }
}
