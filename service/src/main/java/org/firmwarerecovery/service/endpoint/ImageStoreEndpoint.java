package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.Oem;
import org.firmwarerecovery.redfish.oem.SoftwareInventoryExtension;
import org.firmwarerecovery.redfish.resource.SoftwareInventory;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.service.task.StoryMessages;
import org.firmwarerecovery.update.io.store.DeleteOutcome;
import org.firmwarerecovery.update.io.store.StoreSpace;
import org.firmwarerecovery.update.io.store.StoredImage;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEvent;

/** LocalImageStore: verified images on disk, the standard way for a donor to show what it has. */
public final class ImageStoreEndpoint {
    private final NodeContext context;

    /** Shows the store of this node. */
    public ImageStoreEndpoint(NodeContext context) {
        this.context = context;
    }

    /** The collection and its members. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.collection("SoftwareInventoryCollection", ImagePaths.STORE)
                        .name("Local Image Store")
                        .description("Verified images on this node.")
                        .members(call -> Optional.of(
                                images().stream().map(StoredImage::id).toList()))
                        .build(),
                ResourceDeclaration.of(SoftwareInventory.ODATA_TYPE, ImagePaths.STORE + "/{SoftwareInventoryId}")
                        .name("Stored image")
                        .description("A verified image; a DELETE frees its space.")
                        .read(call -> find(call.id()).map(this::image))
                        .remove(this::remove)
                        .build());
    }

    /** Room in the store. */
    StoreSpace space() {
        try {
            return context.store().space();
        } catch (IOException e) {
            throw new UncheckedIOException("the image store cannot be read", e);
        }
    }

    private List<StoredImage> images() {
        try {
            return context.store().list();
        } catch (IOException e) {
            throw new UncheckedIOException("the image store cannot be read", e);
        }
    }

    private Optional<StoredImage> find(String id) {
        return images().stream().filter(image -> image.id().equals(id)).findFirst();
    }

    private SoftwareInventory image(StoredImage stored) {
        Optional<SignedManifest> manifest = context.state().store().stream()
                .filter(kept -> kept.manifest().image().digest().equals(stored.digest()))
                .findFirst();
        String data = ImagePaths.stored(stored.digest()) + ImagePaths.IMAGE;
        boolean donates = manifest.map(kept ->
                        context.state().donates().contains(kept.manifest().softwareId()))
                .orElse(false);
        SoftwareInventoryExtension.Builder extension = SoftwareInventoryExtension.builder()
                .state(stored.isGood() ? "Good" : "Damaged")
                .stateDetail(stored.brokenReason().orElse(null))
                .imageDigest(stored.digest().hex())
                .donates(stored.isGood() && donates);
        SoftwareInventory.Builder image = SoftwareInventory.builder()
                .status(stored.isGood() ? Status.enabled() : Status.of("Enabled", Health.CRITICAL))
                .updateable(false)
                .sizeBytes(stored.size() == 0 ? null : stored.size());
        if (stored.isGood()) {
            image.imageDataURI(data);
            extension
                    .manifestDataURI(data + ImagePaths.MANIFEST_ENDING)
                    .signatureDataURI(data + ImagePaths.SIGNATURE_ENDING);
        }
        manifest.ifPresent(kept -> {
            image.version(kept.manifest().version())
                    .versionScheme(kept.manifest().scheme().redfishValue())
                    .softwareId(kept.manifest().softwareId())
                    .manufacturer(kept.manifest().manufacturer())
                    .releaseDate(UptimeCalendar.whole(kept.manifest().created()))
                    .lowestSupportedVersion(kept.manifest().lowestSupportedVersion());
            extension
                    .manifestDigest(kept.digest().hex())
                    .versionScheme(kept.manifest().versionScheme())
                    .securityVersion(kept.securityVersion())
                    .machines(InventoryEndpoint.machines(kept.manifest()));
        });
        return image.oem(new Oem<>(extension.build())).build();
    }

    private Reply remove(Call call) {
        StoredImage stored = find(call.id())
                .orElseThrow(() -> new RedfishException(404, BaseMessages.resourceMissingAtURI(call.path())));
        try {
            DeleteOutcome outcome = context.store().delete(stored.digest());
            if (outcome instanceof DeleteOutcome.Pinned pinned) {
                throw new RedfishException(
                        409,
                        StoryMessages.because(
                                BaseMessages.resourceInUse(), "It is needed by " + pinned.holder() + "."));
            }
            context.node()
                    .post(new NodeEvent.StoreChanged(context.state().store().stream()
                            .filter(kept -> !kept.manifest().image().digest().equals(stored.digest()))
                            .toList()));
            return Reply.done();
        } catch (IOException e) {
            throw new UncheckedIOException("the image store cannot be changed", e);
        }
    }
}
