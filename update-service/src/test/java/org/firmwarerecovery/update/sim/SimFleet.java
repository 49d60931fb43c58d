package org.firmwarerecovery.update.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.FleetKey;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.policy.DowngradeRule;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.sim.FaultyFlash.Cell;

/** Builds a fleet of all sorts of nodes from the seed: consoles, single banks, unmanaged banks, two components, damage. */
final class SimFleet {
    static final ComponentId BMC = new ComponentId("BMC");
    static final ComponentId BIOS = new ComponentId("BIOS");
    private static final FleetKey KEY = FleetKey.of(new byte[32]);

    private final Simulation simulation;
    private final SplittableRandom random;
    private final List<SignedManifest> bmc = new ArrayList<>();
    private final List<SignedManifest> bios = new ArrayList<>();

    private SimFleet(Simulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random;
    }

    static void build(Simulation simulation) {
        SimFleet fleet = new SimFleet(simulation);
        fleet.bmc.add(simulation.images.sign(SimImages.BMC, "1.0.0", 1, 3));
        fleet.bmc.add(simulation.images.sign(SimImages.BMC, "2.0.0", 2, 4));
        fleet.bmc.add(simulation.images.sign(SimImages.BMC, "3.0.0", 2, 5));
        fleet.bios.add(simulation.images.sign(SimImages.BIOS, "0.9.0", 0, 2));
        fleet.bios.add(simulation.images.sign(SimImages.BIOS, "1.1.0", 0, 3));
        for (int i = 0; i < simulation.options.nodes(); i++) {
            simulation.nodes.add(i % SimOptions.SEGMENT == 0 ? fleet.console(i) : fleet.node(i));
        }
    }

    static String uuid(int index) {
        return String.format("00000000-0000-4000-8000-%012d", index);
    }

    private DiscoverySettings finding(int index, boolean member) {
        return DiscoverySettings.of(uuid(index), 8443)
                .inFleet(member ? KEY : null, List.of())
                .announcing(DiscoverySettings.SSDP_PORT, Duration.ZERO, 2, Ipv6Scope.Link);
    }

    private SimNode console(int index) {
        NodeSettings settings = new NodeSettings(
                uuid(index),
                List.of(PeerRole.CONSOLE, PeerRole.DONOR),
                List.of(),
                List.of(),
                true,
                true,
                true,
                Duration.ZERO,
                SimOptions.limits());
        SimNode console = new SimNode(simulation, index, settings, policy(), finding(index, true));
        bmc.forEach(console.store::add);
        bios.forEach(console.store::add);
        return console;
    }

    private SimNode node(int index) {
        List<Component> components = new ArrayList<>();
        boolean single = random.nextInt(10) == 0;
        components.add(component(BMC, SimImages.BMC, single));
        if (random.nextInt(5) == 0) {
            components.add(component(BIOS, SimImages.BIOS, false));
        }
        boolean member = random.nextInt(8) != 0;
        boolean donor = random.nextInt(8) != 0;
        NodeSettings settings = new NodeSettings(
                uuid(index),
                donor ? List.of(PeerRole.RECIPIENT, PeerRole.DONOR) : List.of(PeerRole.RECIPIENT),
                components,
                peers(index, member),
                true,
                member,
                random.nextBoolean(),
                Duration.ofSeconds(60),
                SimOptions.limits());
        SimNode node = new SimNode(simulation, index, settings, policy(), finding(index, member));
        components.forEach(spec -> fill(node, spec));
        return node;
    }

    private Component component(ComponentId id, String softwareId, boolean single) {
        List<BankId> banks = single ? List.of(BankId.A) : List.of(BankId.A, BankId.B);
        if (!single && random.nextInt(12) == 0) {
            banks = List.of(BankId.A, BankId.B, BankId.GOLDEN);
        }
        return new Component(
                id,
                id.value(),
                softwareId,
                SimImages.MACHINE,
                SimImages.BANK_SIZE,
                banks,
                0,
                3,
                Duration.ofSeconds(30));
    }

    /** A node without the fleet key knows its console; the others may know somebody, too. */
    private List<PeerRef> peers(int index, boolean member) {
        List<PeerRef> peers = new ArrayList<>();
        int console = index / SimOptions.SEGMENT * SimOptions.SEGMENT;
        if (!member || random.nextInt(4) == 0) {
            peers.add(address(console, PeerRef.Origin.CONSOLE));
        }
        if (random.nextInt(3) == 0) {
            int other = random.nextInt(simulation.options.nodes());
            if (other != index) {
                peers.add(address(other, PeerRef.Origin.STATIC));
            }
        }
        return peers;
    }

    private static PeerRef address(int index, PeerRef.Origin origin) {
        String host = "10.0." + index / 250 + "." + (1 + index % 250);
        return new PeerRef(uuid(index), "https://" + host + ":8443", null, origin);
    }

    private Policy policy() {
        Policy d = Policy.defaults();
        List<SourceKind> sources = switch (random.nextInt(8)) {
            case 0 -> List.of(SourceKind.NETWORK);
            case 1 -> List.of(SourceKind.IMAGE_STORE, SourceKind.NETWORK);
            default -> d.sources();
        };
        TreeMap<String, List<Digest>> baseline = new TreeMap<>();
        if (simulation.options.baseline()) {
            baseline.put(SimImages.BMC, List.of(bmc.get(2).digest(), bmc.get(1).digest()));
        }
        return new Policy(
                OnFinding.REPAIR,
                sources,
                true,
                d.preferences(),
                random.nextInt(10) == 0 ? DowngradeRule.NEVER : DowngradeRule.RECOVERY_ONLY,
                baseline,
                Duration.ofSeconds(5 + random.nextInt(30)),
                d.offersMax(),
                1 + random.nextInt(4),
                d.collect(),
                simulation.options.attempts(),
                100);
    }

    /** Puts images into the banks, forgets some manifests, and damages a quarter of the nodes. */
    private void fill(SimNode node, Component spec) {
        List<SignedManifest> all = spec.id().equals(BMC) ? bmc : bios;
        SignedManifest installed = all.get(random.nextInt(all.size()));
        SignedManifest second = random.nextInt(3) == 0 ? all.get(random.nextInt(all.size())) : installed;
        for (BankId bank : spec.banks()) {
            node.flash.cell(spec.id(), bank).install(bank == BankId.B ? second : installed);
            node.confirmed.add((bank == BankId.B ? second : installed).digest());
        }
        if (random.nextInt(3) == 0) {
            SignedManifest other = all.get(random.nextInt(all.size()));
            if (!other.equals(installed) && !other.equals(second)) {
                node.dislikes.add(other.digest());
            }
        }
        if (random.nextInt(12) == 0) {
            unmanage(node.flash.cell(
                    spec.id(), spec.banks().get(random.nextInt(spec.banks().size()))));
        } else if (random.nextInt(30) == 0) {
            spec.banks().forEach(bank -> unmanage(node.flash.cell(spec.id(), bank)));
        }
        if (random.nextBoolean()) {
            ComponentRecord known = ComponentRecord.fresh(BankId.A, 0).confirmed(installed.securityVersion(), 0);
            node.journal = new JournalRecord(0, node.journal.components()).with(spec.id(), known, 0);
        }
        if (random.nextInt(4) == 0) {
            damage(node, spec);
        }
    }

    private static void unmanage(Cell cell) {
        cell.bound = null;
        cell.foreign = true;
    }

    private void damage(SimNode node, Component spec) {
        int kind = random.nextInt(4);
        for (BankId bank : spec.banks()) {
            Cell cell = node.flash.cell(spec.id(), bank);
            boolean hit = kind == 0 || (kind == 1 && bank == BankId.A) || (kind == 2 && bank == BankId.B);
            if (cell.foreign || bank == BankId.GOLDEN) {
                continue;
            }
            if (hit) {
                cell.content = simulation.images.fresh();
            } else if (kind == 3 && bank == BankId.A) {
                cell.content = null;
            }
        }
    }
}
