package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.odata.Health;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.Oem;
import org.firmwarerecovery.redfish.oem.SoftwareInventoryExtension;
import org.firmwarerecovery.redfish.resource.SoftwareInventory;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeState;

/**
 * FirmwareInventory: for each component its active image, the target of updates, and one member for each bank. A component
 * without an image keeps its member, so that a client sees what is missing.
 */
public final class InventoryEndpoint {
    private final NodeContext context;

    /** Shows the banks of this node. */
    public InventoryEndpoint(NodeContext context) {
        this.context = context;
    }

    /** The collection and its members. */
    public List<ResourceDeclaration> declarations() {
        return List.of(
                ResourceDeclaration.collection("SoftwareInventoryCollection", ImagePaths.FIRMWARE)
                        .name("Firmware Inventory")
                        .description("The components of this node and their banks.")
                        .members(call -> Optional.of(ids(context.state())))
                        .build(),
                ResourceDeclaration.of(SoftwareInventory.ODATA_TYPE, ImagePaths.FIRMWARE + "/{SoftwareInventoryId}")
                        .name("Firmware")
                        .description("An image of a component.")
                        .read(call -> find(context.state(), call.id()))
                        .build());
    }

    private static List<String> ids(NodeState state) {
        List<String> ids = new ArrayList<>();
        for (ComponentState component : state.components().values()) {
            ids.add(component.spec().id().value());
            for (BankId bank : component.spec().banks()) {
                ids.add(ImagePaths.bankId(component.spec().id(), bank));
            }
        }
        return ids;
    }

    private Optional<SoftwareInventory> find(NodeState state, String id) {
        for (ComponentState component : state.components().values()) {
            Component spec = component.spec();
            if (id.equals(spec.id().value())) {
                return Optional.of(image(state, component, active(state, component), true));
            }
            for (BankId bank : spec.banks()) {
                if (id.equals(ImagePaths.bankId(spec.id(), bank))) {
                    return Optional.of(image(state, component, bank, false));
                }
            }
        }
        return Optional.empty();
    }

    /** The bank that boots. */
    static BankId active(NodeState state, ComponentState component) {
        ComponentRecord record = state.journal().of(component.spec().id());
        return record == null ? component.spec().banks().get(0) : record.active();
    }

    /** The version that runs, for Manager.FirmwareVersion. */
    static Optional<String> version(NodeState state, ComponentId id) {
        ComponentState component = state.components().get(id);
        return component == null
                ? Optional.empty()
                : content(component.bank(active(state, component))).map(Manifest::version);
    }

    private SoftwareInventory image(NodeState state, ComponentState component, BankId bankId, boolean target) {
        Component spec = component.spec();
        Bank bank = component.bank(bankId);
        Optional<Manifest> content = content(bank);
        boolean busy = state.jobOf(spec.id())
                .filter(job -> job.phase().touchesBank())
                .filter(job -> target || (job.install() != null && job.install().bank() == bankId))
                .isPresent();
        return SoftwareInventory.builder()
                .status(busy ? Status.of("Updating", Health.OK) : status(bank))
                .softwareId(spec.softwareId())
                .updateable(target)
                .active(bankId == active(state, component))
                .version(content.map(Manifest::version).orElse(null))
                .versionScheme(content.map(manifest -> manifest.scheme().redfishValue())
                        .orElse(null))
                .manufacturer(content.map(Manifest::manufacturer).orElse(null))
                .releaseDate(content.map(manifest -> UptimeCalendar.released(manifest.created()))
                        .orElse(null))
                .lowestSupportedVersion(
                        content.map(Manifest::lowestSupportedVersion).orElse(null))
                .sizeBytes(content.map(manifest -> manifest.image().size()).orElse(null))
                .imageDataURI(servesWhole(spec, bank) ? ImagePaths.bank(spec.id(), bankId) + ImagePaths.IMAGE : null)
                .relatedItem(List.of(ComponentHealth.relatedItem(context, spec.id())))
                .oem(new Oem<>(extension(state, component, bank)))
                .build();
    }

    private SoftwareInventoryExtension extension(NodeState state, ComponentState component, Bank bank) {
        Component spec = component.spec();
        ComponentRecord record = state.journal().of(spec.id());
        Optional<Manifest> content = content(bank);
        boolean whole = servesWhole(spec, bank);
        String data = ImagePaths.bank(spec.id(), bank.id()) + ImagePaths.IMAGE;
        return SoftwareInventoryExtension.builder()
                .component(spec.id().value())
                .bank(bank.id().label())
                .state(bank.condition().label())
                .stateDetail(bank.detail().isEmpty() ? null : bank.detail())
                .manifestDigest(
                        bank.manifest() == null
                                ? null
                                : bank.manifest().digest().hex())
                .imageDigest(
                        content.map(manifest -> manifest.image().digest().hex()).orElse(null))
                .payloadDigest(content.flatMap(manifest -> manifest.payloadFor(spec.softwareId(), spec.id()))
                        .map(payload -> payload.digest().hex())
                        .orElse(null))
                .versionScheme(content.map(Manifest::versionScheme).orElse(null))
                .securityVersion(content.map(Manifest::securityVersion).orElse(null))
                .securityVersionFloor(record == null ? spec.minSecurityVersion() : record.floor())
                .lastVerified(bank.verifiedAt() < 0 ? null : context.calendar().at(bank.verifiedAt()))
                .donates(bank.good()
                        && bank.id() == active(state, component)
                        && state.donates().contains(spec.softwareId()))
                .machines(content.map(InventoryEndpoint::machines).orElse(null))
                .manifestDataURI(whole ? data + ImagePaths.MANIFEST_ENDING : null)
                .signatureDataURI(whole ? data + ImagePaths.SIGNATURE_ENDING : null)
                .build();
    }

    /** Whether the bytes of the whole image can be read from the bank: its payload is the package. */
    static boolean servesWhole(Component spec, Bank bank) {
        return bank.good()
                && content(bank)
                        .flatMap(manifest -> manifest.payloadFor(spec.softwareId(), spec.id())
                                .filter(payload -> payload.packageOffset() == 0
                                        && payload.digest()
                                                .equals(manifest.image().digest())))
                        .isPresent();
    }

    static List<String> machines(Manifest manifest) {
        return manifest.compatible().stream()
                .map(Manifest.Compatible::machine)
                .flatMap(machine -> Optional.ofNullable(machine).stream())
                .distinct()
                .toList();
    }

    /** What is known to be in a bank; a missing or unmanaged one has no version. */
    private static Optional<Manifest> content(Bank bank) {
        boolean known = bank.condition() != BankCondition.MISSING && bank.condition() != BankCondition.UNMANAGED;
        return known && bank.manifest() != null ? Optional.of(bank.manifest().manifest()) : Optional.empty();
    }

    static Status status(Bank bank) {
        return switch (bank.condition()) {
            case GOOD -> Status.enabled();
            case UNCHECKED -> Status.of("Starting", Health.OK);
            case DAMAGED, FAILING -> Status.of("Enabled", Health.CRITICAL);
            case MISSING -> Status.of("Absent", Health.CRITICAL);
            case UNMANAGED, UNREAD -> Status.of("Enabled", Health.WARNING);
            case BELOW_FLOOR, QUARANTINED -> Status.of("Disabled", Health.WARNING);
        };
    }
}
