package org.firmwarerecovery.service.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.AdoptImageBody;
import org.firmwarerecovery.redfish.oem.FirmwareRecoveryService;
import org.firmwarerecovery.redfish.oem.FirmwareRecoveryServicePatch;
import org.firmwarerecovery.redfish.oem.RequestImageBody;
import org.firmwarerecovery.redfish.oem.ScanSettings;
import org.firmwarerecovery.redfish.oem.StartRecoveryBody;
import org.firmwarerecovery.redfish.oem.VerifyImagesBody;
import org.firmwarerecovery.service.auth.Principal;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.policy.Policy;

/** The OEM heart: policy, scan, fleet, counters, and the actions of operators and peers. */
public final class RecoveryServiceEndpoint {
    static final String SERVICE = ImagePaths.UPDATE_SERVICE + "/Oem/FirmwareRecovery";

    /** Characters of a bad value that an error repeats. */
    private static final int SHOWN_MAX = 32;

    // A request may wait for a fresh hash of a bank and holds a thread meanwhile.
    private static final int REQUESTS_MAX = 6;
    private static final int BUSY_SECONDS = 1;

    private final Semaphore requests = new Semaphore(REQUESTS_MAX);
    /** Held from reading the policy until the changed one holds: two changes at once both stay. */
    private final Object policyChanges = new Object();

    private final NodeContext context;
    private final SettingsKeeper keeper;

    /** The recovery service of this node; changed settings go to {@code keeper} too. */
    public RecoveryServiceEndpoint(NodeContext context, SettingsKeeper keeper) {
        this.context = context;
        this.keeper = keeper;
    }

    /** FirmwareRecoveryService. */
    public List<ResourceDeclaration> declarations() {
        return List.of(ResourceDeclaration.of("FirmwareRecoveryService.v1_0_0.FirmwareRecoveryService", SERVICE)
                .name("Firmware Recovery Service")
                .description("Finds damaged firmware and repairs it from peers.")
                .volatileMembers("Counters")
                .read(call -> Optional.of(service(call)))
                .patch(FirmwareRecoveryServicePatch.class, (call, body) -> patch(body))
                .action(ActionDeclaration.of(
                        "RequestImage", "A peer asks for an image.", RequestImageBody.class, this::requestImage))
                .action(ActionDeclaration.of(
                        "StartRecovery", "Starts or wakes recoveries.", StartRecoveryBody.class, this::startRecovery))
                .action(ActionDeclaration.of(
                        "VerifyImages", "Checks all banks now.", VerifyImagesBody.class, this::verifyImages))
                .action(ActionDeclaration.of(
                        "AdoptImage",
                        "Binds a signed manifest to a bank whose content matches it.",
                        AdoptImageBody.class,
                        this::adopt))
                .build());
    }

    private FirmwareRecoveryService service(Call call) {
        NodeState state = context.state();
        NodeFacts facts = context.facts();
        return FirmwareRecoveryService.builder()
                .serviceEnabled(true)
                .status(Status.enabled())
                .roles(state.settings().roles().stream().map(PeerRole::label).toList())
                .policy(PolicyDocument.of(state.policy()))
                .scan(new ScanSettings(facts.scanInterval(), facts.scanBandwidth(), null))
                .fleet(facts.fleet().searching(context.network().ssdp().enabled()))
                // A peer sees what it may ask for in LocalImageStore; file names are not for it.
                .library(call.peer().isPresent() ? null : LibraryView.summary(context))
                .counters(CounterDocument.of(state.counters(), context.network().counters()))
                .peers(Link.to(PeerEndpoint.PEERS))
                .offers(Link.to(OfferEndpoint.OFFERS))
                .recoveries(Link.to(RecoveryEndpoint.RECOVERIES))
                .build();
    }

    private Reply patch(FirmwareRecoveryServicePatch body) {
        FirmwareRecoveryServicePatch.PolicyPatch wish = body.policy()
                .toOptional()
                .orElseThrow(() -> new RedfishException(400, BaseMessages.propertyValueTypeError("null", "Policy")));
        synchronized (policyChanges) {
            Policy before = context.state().policy();
            Policy changed = PolicyDocument.apply(before, wish);
            // Kept first: a policy that is put back may have begun to write meanwhile. One that is kept and not heard
            // of in
            // time is what the operator wants, and holds when he says it again, or with the next start.
            keeper.keep(PolicyDocument.settings(changed, wish));
            context.commands().ask(id -> new NodeEvent.ChangePolicy(id, changed));
        }
        return Reply.changed(SERVICE);
    }

    private Reply requestImage(Call call, RequestImageBody body) {
        Principal.Peer peer = OfferEndpoint.requirePeer(call);
        ImageRequest request = PeerRequests.image(body);
        if (!requests.tryAcquire()) {
            throw new RedfishException(503, RecoveryMessages.donorBusy(BUSY_SECONDS))
                    .withHeader("Retry-After", Integer.toString(BUSY_SECONDS));
        }
        try {
            return requestImage(peer, request);
        } finally {
            requests.release();
        }
    }

    private Reply requestImage(Principal.Peer peer, ImageRequest request) {
        Answer answer = context.commands()
                .ask(id ->
                        new NodeEvent.RequestImage(id, peer.uuid(), peer.peer().roles(), request));
        if (!(answer instanceof Answer.OfferGiven given)) {
            throw new IllegalStateException("a request was answered by " + answer.getClass());
        }
        String path = OfferEndpoint.OFFERS + "/" + given.offer().id();
        return Reply.created(path);
    }

    private Reply startRecovery(Call call, StartRecoveryBody body) {
        if (body.bank().isPresent()) {
            throw new RedfishException(400, BaseMessages.actionParameterNotSupported("Bank", "StartRecovery"));
        }
        ComponentId component = body.component()
                .toOptional()
                .map(name -> component(name, "StartRecovery"))
                .orElse(null);
        boolean lift = body.liftQuarantine().orElse(false);
        context.commands().ask(id -> new NodeEvent.StartRecovery(id, component, RecoveryEndpoint.operator(call), lift));
        return Reply.done();
    }

    private Reply verifyImages(Call call, VerifyImagesBody body) {
        // One scan of everything is the unit; a list is checked so that a typo is told.
        body.components().orElse(List.of()).forEach(name -> component(name, "VerifyImages"));
        context.commands().ask(NodeEvent.VerifyImages::new);
        return Reply.done();
    }

    private Reply adopt(Call call, AdoptImageBody body) {
        ComponentId component = component(required(body.component().toOptional(), "Component"), "AdoptImage");
        String manifest = text(required(body.manifest().toOptional(), "Manifest"));
        String signature = required(body.signature().toOptional(), "Signature");
        List<BankId> banks =
                body.bank().toOptional().map(label -> List.of(bank(label))).orElseGet(() -> unmanaged(component));
        List<RedfishException> refusals = new ArrayList<>();
        for (BankId bank : banks) {
            try {
                context.commands()
                        .ask(id -> new NodeEvent.Adopt(
                                id, component, bank, manifest, signature, RecoveryEndpoint.operator(call)));
            } catch (RedfishException refused) {
                refusals.add(refused);
            }
        }
        // One bank that matches is what was asked for; the others hold something else.
        if (refusals.size() == banks.size()) {
            throw refusals.get(0);
        }
        return Reply.done();
    }

    /** The banks that a manifest could be for; the active one when all have theirs. */
    private List<BankId> unmanaged(ComponentId id) {
        NodeState state = context.state();
        ComponentState component = Objects.requireNonNull(state.components().get(id), "known when it was named");
        List<BankId> banks = component.spec().banks().stream()
                .filter(bank -> {
                    BankCondition condition = component.bank(bank).condition();
                    return condition == BankCondition.UNMANAGED || condition == BankCondition.UNREAD;
                })
                .toList();
        return banks.isEmpty() ? List.of(InventoryEndpoint.active(state, component)) : banks;
    }

    /** The manifest's text; its signature tells whether these are the bytes that were signed. */
    private static String text(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            String begin = base64.substring(0, Math.min(base64.length(), SHOWN_MAX));
            throw new RedfishException(
                    400, BaseMessages.actionParameterValueFormatError(begin, "Manifest", "AdoptImage"));
        }
    }

    private static String required(Optional<String> value, String name) {
        return value.orElseThrow(
                () -> new RedfishException(400, BaseMessages.actionParameterMissing("AdoptImage", name)));
    }

    private static BankId bank(String label) {
        try {
            return BankId.of(label);
        } catch (IllegalArgumentException e) {
            throw new RedfishException(400, BaseMessages.actionParameterValueNotInList(label, "Bank", "AdoptImage"));
        }
    }

    /** A component by its id, or by the path of its inventory member. */
    private ComponentId component(String name, String action) {
        String id =
                name.startsWith(ImagePaths.FIRMWARE + "/") ? name.substring(ImagePaths.FIRMWARE.length() + 1) : name;
        return context.state().components().keySet().stream()
                .filter(component -> component.value().equals(id))
                .findFirst()
                .orElseThrow(() -> new RedfishException(
                        400, BaseMessages.actionParameterValueNotInList(name, "Component", action)));
    }
}
