package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.library.EntryState;
import org.firmwarerecovery.update.io.library.LibraryEntry;
import org.firmwarerecovery.update.io.store.DeleteOutcome;
import org.firmwarerecovery.update.io.store.StoreSpace;
import org.firmwarerecovery.update.io.store.StoredImage;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeState;

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
                        .description("Verified images on this node, in its image store and in its library.")
                        .members(call -> Optional.of(ids()))
                        .build(),
                ResourceDeclaration.of(SoftwareInventory.ODATA_TYPE, ImagePaths.STORE + "/{SoftwareInventoryId}")
                        .name("Stored image")
                        .description("A verified image; a DELETE frees its space.")
                        .read(call -> find(call.id()).map(this::stored).or(() -> shelved(call.id())))
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

    private List<String> ids() {
        return Stream.concat(images().stream().map(StoredImage::id), LibraryView.of(context).ids().stream())
                .distinct()
                .toList();
    }

    private SoftwareInventory stored(StoredImage stored) {
        Optional<SignedManifest> manifest = context.state().store().stream()
                .filter(kept -> kept.manifest().image().digest().equals(stored.digest()))
                .findFirst();
        Optional<Boolean> approved =
                LibraryView.of(context).entry(stored.id()).map(entry -> entry.state() == EntryState.APPROVED);
        boolean donates =
                approved.orElse(false) || manifest.map(this::isDonatedHere).orElse(false);
        SoftwareInventoryExtension.Builder extension = SoftwareInventoryExtension.builder()
                .state(stored.isGood() ? "Good" : "Damaged")
                .stateDetail(stored.brokenReason().orElse(null))
                .imageDigest(stored.digest().hex())
                .storedIn("ImageStore")
                .approved(approved.orElse(null))
                .donates(stored.isGood() && donates);
        SoftwareInventory.Builder image = SoftwareInventory.builder()
                .status(stored.isGood() ? Status.enabled() : Status.of("Enabled", Health.CRITICAL))
                .updateable(false)
                .sizeBytes(stored.size() == 0 ? null : stored.size());
        if (stored.isGood()) {
            data(image, extension, stored.digest());
        }
        manifest.ifPresent(kept -> describe(image, extension, kept));
        return image.oem(new Oem<>(extension.build())).build();
    }

    /** The store gives away what runs here and has proven itself; the rest of it is only kept. */
    private boolean isDonatedHere(SignedManifest kept) {
        NodeState state = context.state();
        return state.donates().contains(kept.manifest().softwareId())
                && state.components().values().stream()
                        .map(component -> component.bank(InventoryEndpoint.active(state, component)))
                        .flatMap(bank -> Optional.ofNullable(bank.manifest()).stream())
                        .anyMatch(active -> active.digest().equals(kept.digest()));
    }

    private Optional<SoftwareInventory> shelved(String id) {
        Optional<LibraryEntry> found = LibraryView.of(context).entry(id);
        SignedManifest manifest = found.map(LibraryEntry::manifest).orElse(null);
        if (found.isEmpty() || manifest == null) {
            return Optional.empty();
        }
        boolean approved = found.get().state() == EntryState.APPROVED;
        SoftwareInventoryExtension.Builder extension = SoftwareInventoryExtension.builder()
                .state("Good")
                .stateDetail(found.get().reason().isEmpty() ? null : found.get().reason())
                .imageDigest(manifest.manifest().image().digest().hex())
                .lastVerified(context.calendar().at(found.get().verifiedAt()))
                .storedIn("Library")
                .approved(approved)
                .donates(approved
                        && context.state()
                                .donates()
                                .contains(manifest.manifest().softwareId()));
        SoftwareInventory.Builder image = SoftwareInventory.builder()
                .status(Status.enabled())
                .updateable(false)
                .sizeBytes(manifest.manifest().image().size());
        data(image, extension, manifest.manifest().image().digest());
        describe(image, extension, manifest);
        return Optional.of(image.oem(new Oem<>(extension.build())).build());
    }

    private static void data(
            SoftwareInventory.Builder image, SoftwareInventoryExtension.Builder extension, Digest digest) {
        String data = ImagePaths.stored(digest) + ImagePaths.IMAGE;
        image.imageDataURI(data);
        extension
                .manifestDataURI(data + ImagePaths.MANIFEST_ENDING)
                .signatureDataURI(data + ImagePaths.SIGNATURE_ENDING);
    }

    private static void describe(
            SoftwareInventory.Builder image, SoftwareInventoryExtension.Builder extension, SignedManifest kept) {
        image.version(kept.manifest().version())
                .versionScheme(kept.manifest().scheme().redfishValue())
                .softwareId(kept.manifest().softwareId())
                .manufacturer(kept.manifest().manufacturer())
                .releaseDate(UptimeCalendar.released(kept.manifest().created()))
                .lowestSupportedVersion(kept.manifest().lowestSupportedVersion());
        extension
                .manifestDigest(kept.digest().hex())
                .versionScheme(kept.manifest().versionScheme())
                .securityVersion(kept.securityVersion())
                .machines(InventoryEndpoint.machines(kept.manifest()));
    }

    private Reply remove(Call call) {
        if (find(call.id()).isEmpty() && shelved(call.id()).isPresent()) {
            throw new RedfishException(
                    405,
                    BaseMessages.resourceCannotBeDeleted().because("It lies in the library; remove its file there."));
        }
        StoredImage stored = find(call.id())
                .orElseThrow(() -> new RedfishException(404, BaseMessages.resourceMissingAtURI(call.path())));
        try {
            DeleteOutcome outcome = context.store().delete(stored.digest());
            if (outcome instanceof DeleteOutcome.Pinned pinned) {
                throw new RedfishException(
                        409, BaseMessages.resourceInUse().because("It is needed by " + pinned.holder() + "."));
            }
            context.storeNews().tell();
            return Reply.done();
        } catch (IOException e) {
            throw new UncheckedIOException("the image store cannot be changed", e);
        }
    }
}
