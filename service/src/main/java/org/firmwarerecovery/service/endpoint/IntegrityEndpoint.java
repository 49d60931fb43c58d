package org.firmwarerecovery.service.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.ComponentIntegrityExtension;
import org.firmwarerecovery.redfish.oem.Oem;
import org.firmwarerecovery.redfish.resource.ComponentIntegrity;
import org.firmwarerecovery.redfish.resource.TrustedComponent;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeState;

/**
 * What this node measured of each bank, and itself as the one that measures. The protocols that {@code ComponentIntegrity} knows
 * (SPDM, TPM) are not spoken here, so the type is {@code OEM} and the digests stand in our extension.
 */
final class IntegrityEndpoint {
    static final String INTEGRITY = "/redfish/v1/ComponentIntegrity";
    static final String TRUSTED = TreePaths.CHASSIS + "/TrustedComponents";

    /** Version of how we measure: the digest of the payload where the manifest says that it lies. */
    private static final String MEASURING_VERSION = "1.0.0";

    private static final String NODE_ID = "Node";

    private final NodeContext context;

    IntegrityEndpoint(NodeContext context) {
        this.context = context;
    }

    /** ComponentIntegrity and TrustedComponents with their members. */
    List<ResourceDeclaration> declarations() {
        String trusted = TreePaths.ALL_CHASSIS + "/{ChassisId}/TrustedComponents";
        return List.of(
                ResourceDeclaration.collection("ComponentIntegrityCollection", INTEGRITY)
                        .name("Component Integrity")
                        .description("What was measured of each bank.")
                        .members(call -> Optional.of(ids(context.state())))
                        .build(),
                ResourceDeclaration.of(ComponentIntegrity.ODATA_TYPE, INTEGRITY + "/{ComponentIntegrityId}")
                        .name("Bank Integrity")
                        .description("What was measured of a bank.")
                        .volatileMembers("LastUpdated")
                        .read(call -> find(context.state(), call.id()))
                        .build(),
                ResourceDeclaration.collection("TrustedComponentCollection", trusted)
                        .name("Trusted Components")
                        .description("What vouches for the firmware in this box: this node.")
                        .members(call -> TreePaths.isChassis(call) ? Optional.of(List.of(NODE_ID)) : Optional.empty())
                        .build(),
                ResourceDeclaration.of(TrustedComponent.ODATA_TYPE, trusted + "/{TrustedComponentId}")
                        .name("Node")
                        .description("The program of this node: it verifies every bank before its image may run.")
                        .read(call -> TreePaths.isChassis(call) && call.id().equals(NODE_ID)
                                ? Optional.of(node(context.state()))
                                : Optional.empty())
                        .build());
    }

    private static List<String> ids(NodeState state) {
        List<String> ids = new ArrayList<>();
        for (ComponentState component : state.components().values()) {
            for (BankId bank : component.spec().banks()) {
                ids.add(ImagePaths.bankId(component.spec().id(), bank));
            }
        }
        return ids;
    }

    private Optional<ComponentIntegrity> find(NodeState state, String id) {
        for (ComponentState component : state.components().values()) {
            for (BankId bank : component.spec().banks()) {
                if (id.equals(ImagePaths.bankId(component.spec().id(), bank))) {
                    return Optional.of(integrity(component.spec(), component.bank(bank)));
                }
            }
        }
        return Optional.empty();
    }

    private ComponentIntegrity integrity(Component spec, Bank bank) {
        Optional<Manifest> manifest = Optional.ofNullable(bank.manifest()).map(signed -> signed.manifest());
        Optional<Digest> expected = manifest.flatMap(one -> one.payloadFor(spec.softwareId(), spec.id()))
                .map(payload -> payload.digest());
        // Only then every byte was read and found to be what the manifest says.
        boolean measured = bank.condition() == BankCondition.GOOD && bank.verifiedAt() >= 0;
        return ComponentIntegrity.builder()
                .componentIntegrityType("OEM")
                .componentIntegrityTypeVersion(MEASURING_VERSION)
                .targetComponentURI(ImagePaths.bank(spec.id(), bank.id()))
                .lastUpdated(bank.verifiedAt() < 0 ? null : context.calendar().at(bank.verifiedAt()))
                .status(InventoryEndpoint.status(bank))
                .links(new ComponentIntegrity.Links(List.of(ComponentHealth.relatedItem(context, spec.id()))))
                .oem(new Oem<>(ComponentIntegrityExtension.builder()
                        .component(spec.id().value())
                        .bank(bank.id().label())
                        .state(bank.condition().label())
                        .hashAlgorithm(expected.map(Digest::algorithm).orElse(null))
                        .expectedDigest(expected.map(Digest::hex).orElse(null))
                        .measuredDigest(measured ? expected.map(Digest::hex).orElse(null) : null)
                        .manifestDigest(
                                bank.manifest() == null
                                        ? null
                                        : bank.manifest().digest().hex())
                        .securityVersion(manifest.map(Manifest::securityVersion).orElse(null))
                        .build()))
                .build();
    }

    private TrustedComponent node(NodeState state) {
        List<Link> measured =
                ids(state).stream().map(id -> Link.to(INTEGRITY + "/" + id)).toList();
        List<Link> protectedOnes = state.components().values().stream()
                .map(component ->
                        ComponentHealth.relatedItem(context, component.spec().id()))
                .distinct()
                .toList();
        return TrustedComponent.builder()
                .trustedComponentType("Integrated")
                .uuid(context.facts().uuid())
                .firmwareVersion(getClass().getPackage().getImplementationVersion())
                .status(Status.enabled())
                .links(new TrustedComponent.Links(measured, protectedOnes, Link.to(TreePaths.MANAGER)))
                .build();
    }
}
