package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.Oem;
import org.firmwarerecovery.redfish.oem.UpdateServiceExtension;
import org.firmwarerecovery.redfish.resource.ActionInfo;
import org.firmwarerecovery.redfish.resource.ActionInfo.Parameter;
import org.firmwarerecovery.redfish.resource.SimpleUpdateBody;
import org.firmwarerecovery.redfish.resource.UpdateService;
import org.firmwarerecovery.redfish.resource.UpdateServiceCapabilities;
import org.firmwarerecovery.service.resource.ActionDeclaration;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.io.store.StoreSpace;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEvent;

/** UpdateService with SimpleUpdate: checks at once, downloads in a task. */
public final class UpdateServiceEndpoint {
    private static final String CAPABILITIES = ImagePaths.UPDATE_SERVICE + "/UpdateServiceCapabilities";
    private static final String PARAMETERS = ImagePaths.UPDATE_SERVICE + "/SimpleUpdateActionInfo";
    private static final String TEXT = "String";
    private static final int RETRY_AFTER_SECONDS = 1;

    private final NodeContext context;
    private final ImageStoreEndpoint store;
    private final LiveSettings settings;

    /** The update service of this node. */
    public UpdateServiceEndpoint(NodeContext context, ImageStoreEndpoint store, LiveSettings settings) {
        this.settings = settings;
        this.context = context;
        this.store = store;
    }

    /** UpdateService. */
    public List<ResourceDeclaration> declarations() {
        List<String> protocols = context.facts().schemes().stream()
                .map(scheme -> scheme.toUpperCase(java.util.Locale.ROOT))
                .sorted()
                .toList();
        return List.of(
                ResourceDeclaration.of(UpdateServiceCapabilities.ODATA_TYPE, CAPABILITIES)
                        .name("Update Service Capabilities")
                        .description("What can be updated.")
                        .read(call -> Optional.of(capabilities()))
                        .build(),
                ResourceDeclaration.of(ActionInfo.ODATA_TYPE, PARAMETERS)
                        .name("Simple Update Action Info")
                        .description("The parameters of the action SimpleUpdate.")
                        .read(call -> Optional.of(parameters(protocols)))
                        .build(),
                ResourceDeclaration.of(UpdateService.ODATA_TYPE, ImagePaths.UPDATE_SERVICE)
                        .name("Update Service")
                        .description("Updates of the components of this node.")
                        .volatileMembers("LocalImageStoreAvailableCapacityBytes")
                        .read(call -> Optional.of(service()))
                        .patch(Switches.class, (call, body) -> change(body))
                        .action(ActionDeclaration.of(
                                        "SimpleUpdate",
                                        "Pulls an image, verifies it and installs it.",
                                        SimpleUpdateBody.class,
                                        this::update)
                                .allowing("TransferProtocol", protocols)
                                .annotated("@Redfish.OperationApplyTimeSupport", ApplyTimes.SUPPORT)
                                .annotated("@Redfish.ActionInfo", PARAMETERS))
                        .action(ActionDeclaration.of(
                                "StartUpdate",
                                "Writes the images that wait for this, as their updates asked.",
                                StartUpdateBody.class,
                                (call, body) -> startWaiting(call)))
                        .build());
    }

    /** {@code Stage} is not among them, as staging is not offered; {@code Targets} are listed by the capabilities. */
    private static ActionInfo parameters(List<String> protocols) {
        return new ActionInfo(List.of(
                Parameter.required("ImageURI", TEXT),
                Parameter.optional("TransferProtocol", TEXT).of(protocols),
                Parameter.optional("Targets", "StringArray"),
                Parameter.optional("Username", TEXT),
                Parameter.optional("Password", TEXT),
                Parameter.optional("ForceUpdate", "Boolean"),
                Parameter.optional("LocalImage", "Boolean")));
    }

    /** Staging is not offered: an image is written and started in one go, so that a trial always follows a write. */
    private UpdateServiceCapabilities capabilities() {
        return new UpdateServiceCapabilities(context.state().components().keySet().stream()
                .map(id -> ImagePaths.FIRMWARE + "/" + id.value())
                .toList());
    }

    /** {@code StartUpdate} has no parameters. */
    record StartUpdateBody() {}

    private Reply startWaiting(Call call) {
        requireEnabled(settings);
        if (ApplyTimes.apply(context, call, ApplyTime.ON_START_UPDATE_REQUEST, List.of())
                .isEmpty()) {
            throw new RedfishException(409, RecoveryMessages.nothingWaits(ApplyTime.ON_START_UPDATE_REQUEST.label()));
        }
        return Reply.done();
    }

    /** Body of a PATCH. */
    record Switches(Field<Boolean> serviceEnabled) {}

    private Reply change(Switches body) {
        Wishes wishes = new Wishes();
        boolean enabled = wishes.flag(body.serviceEnabled(), "ServiceEnabled", settings.updatesEnabled());
        wishes.require();
        settings.enableUpdates(enabled);
        return Reply.changed(ImagePaths.UPDATE_SERVICE);
    }

    /** Refuses an operator's update while the service is disabled; 409, as trying again does not help. */
    static void requireEnabled(LiveSettings settings) {
        if (!settings.updatesEnabled()) {
            throw new RedfishException(409, BaseMessages.serviceDisabled(ImagePaths.UPDATE_SERVICE));
        }
    }

    private UpdateService service() {
        boolean enabled = settings.updatesEnabled();
        StoreSpace space = store.space();
        return UpdateService.builder()
                .serviceEnabled(enabled)
                .status(enabled ? Status.enabled() : Status.of("Disabled", Health.OK))
                .firmwareInventory(Link.to(ImagePaths.FIRMWARE))
                .localImageStore(Link.to(ImagePaths.STORE))
                .localImageStoreAvailableCapacityBytes(space.availableBytes())
                .localImageStoreTotalCapacityBytes(space.totalBytes())
                .multipartHttpPushUri(UploadRoute.PATH)
                .httpPushUri(context.facts().advertiseHttpPushUri() ? UploadRoute.PATH : null)
                .maxImageSizeBytes(context.facts().imageSizeMax())
                .supportedUpdateImageFormats(List.of("VendorDefined"))
                .verifyRemoteServerCertificate(true)
                .updateServiceCapabilities(Link.to(CAPABILITIES))
                .oem(new Oem<>(new UpdateServiceExtension(
                        Link.to(RecoveryServiceEndpoint.SERVICE),
                        Link.to(PeerEndpoint.PEERS),
                        Link.to(OfferEndpoint.OFFERS),
                        Link.to(RecoveryEndpoint.RECOVERIES))))
                .build();
    }

    private Reply update(Call call, SimpleUpdateBody body) {
        requireEnabled(settings);
        UpdateRequest request = new UpdateRequest(context);
        IngestSource.Remote source = request.source(body);
        List<ComponentId> targets = request.targets(body);
        Job.Options options = request.options(body);
        return start(context, call, source, targets, options, UpdateRequest.text(source, targets, options));
    }

    /** Starts the job and answers with its monitor; the very same update again gets the same one. */
    static Reply start(
            NodeContext context,
            Call call,
            IngestSource source,
            List<ComponentId> targets,
            Job.Options options,
            String request) {
        Answer answer = context.commands()
                .ask(id -> new NodeEvent.StartUpdate(
                        id, source, targets, options, RecoveryEndpoint.operator(call), request));
        String job;
        if (answer instanceof Answer.JobStarted started) {
            job = started.jobId();
        } else if (answer instanceof Answer.JobRunsAlready running) {
            job = running.jobId();
        } else {
            throw new IllegalStateException("an update was answered by " + answer.getClass());
        }
        String task = TaskEndpoint.TASKS + "/" + job;
        Reply reply = Reply.accepted(task + "/Monitor", RETRY_AFTER_SECONDS);
        return context.facts().acceptedBody() ? reply.showing(task) : reply;
    }
}
