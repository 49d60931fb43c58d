package org.firmwarerecovery.update.sim;

import java.util.ArrayList;
import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.policy.DowngradeRule;
import org.firmwarerecovery.update.sim.FaultyFlash.Cell;

/** Who is truly healthy, and who could be. */
final class Health {
    private Health() {}

    /** Nodes that are not well. */
    static List<SimNode> ill(Simulation simulation) {
        List<SimNode> ill = new ArrayList<>();
        for (SimNode node : simulation.nodes) {
            for (Component spec : node.settings.components()) {
                if (!well(node, spec)) {
                    ill.add(node);
                    break;
                }
            }
        }
        return ill;
    }

    /** What an operator sees is well, and so is what truly is in the banks; an unmanaged bank is nobody's business. */
    private static boolean well(SimNode node, Component spec) {
        if (!node.up) {
            return false;
        }
        ComponentRecord entry = node.journal.of(spec.id());
        if (entry == null || node.state.jobOf(spec.id()).isPresent()) {
            return false;
        }
        Cell active = node.flash.cell(spec.id(), entry.active());
        if (active.foreign) {
            return true;
        }
        boolean runs = node.component(spec.id()).running() == entry.active();
        for (BankId bank : spec.writableBanks()) {
            Cell cell = node.flash.cell(spec.id(), bank);
            if (!cell.foreign && !fit(cell, entry)) {
                return false;
            }
        }
        boolean wanted = active.bound != null && node.policy.inBaseline(spec.softwareId(), active.bound.digest());
        return runs && wanted && node.state.recoveryOf(spec.id()).isEmpty();
    }

    static boolean fit(Cell cell, ComponentRecord entry) {
        return cell.bound != null
                && cell.intact()
                && cell.bound.securityVersion() >= entry.floor()
                && !entry.quarantined(cell.bound.digest());
    }

    /** Those of the ill whose every component is well or has a reachable eligible donor. */
    static List<SimNode> curable(Simulation simulation, List<SimNode> ill) {
        List<SimNode> curable = new ArrayList<>();
        for (SimNode node : ill) {
            for (Component spec : node.settings.components()) {
                if (!well(node, spec) && hasDonor(simulation, node, spec) && mayWrite(node, spec)) {
                    curable.add(node);
                    break;
                }
            }
        }
        return curable;
    }

    /** Recovery may not write an unmanaged bank, nor the only good one. */
    private static boolean mayWrite(SimNode node, Component spec) {
        ComponentRecord entry = node.journal.of(spec.id());
        if (entry == null) {
            return true;
        }
        BankId other = spec.besides(entry.active());
        Cell active = node.flash.cell(spec.id(), entry.active());
        boolean works = fit(active, entry);
        return !works || (other != entry.active() && !node.flash.cell(spec.id(), other).foreign);
    }

    private static boolean hasDonor(Simulation simulation, SimNode node, Component spec) {
        for (SimNode donor : simulation.nodes) {
            if (donor == node || !donor.up || !reaches(node, donor)) {
                continue;
            }
            for (SignedManifest manifest : gives(donor, spec)) {
                if (eligible(node, spec, manifest)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean reaches(SimNode node, SimNode donor) {
        boolean knows =
                node.settings.peers().stream().map(PeerRef::uuid).anyMatch(uuid -> uuid.equals(donor.settings.uuid()));
        boolean hears = node.settings.multicastSearch()
                && donor.settings.multicastSearch()
                && node.segment() == donor.segment();
        return knows || hears;
    }

    private static List<SignedManifest> gives(SimNode donor, Component wanted) {
        List<SignedManifest> given = new ArrayList<>();
        if (donor.settings.roles().contains(PeerRole.CONSOLE)) {
            given.addAll(donor.store.images());
        }
        for (Component spec : donor.settings.components()) {
            ComponentRecord entry = donor.journal.of(spec.id());
            boolean donates = donor.state.donates().contains(spec.softwareId());
            if (entry != null && donates && spec.softwareId().equals(wanted.softwareId())) {
                Cell active = donor.flash.cell(spec.id(), entry.active());
                if (active.bound != null && active.intact()) {
                    given.add(active.bound);
                }
            }
        }
        return given;
    }

    private static boolean eligible(SimNode node, Component spec, SignedManifest manifest) {
        ComponentRecord entry = node.journal.of(spec.id());
        return manifest.manifest().softwareId().equals(spec.softwareId())
                && (entry == null
                        || (manifest.securityVersion() >= entry.floor() && !entry.quarantined(manifest.digest())))
                && !node.dislikes.contains(manifest.digest())
                && node.policy.allowDowngrade() != DowngradeRule.NEVER
                && node.policy.inBaseline(spec.softwareId(), manifest.digest());
    }

    static String describe(Simulation simulation, SimNode node) {
        StringBuilder text = new StringBuilder();
        for (Component spec : node.settings.components()) {
            if (well(node, spec)) {
                continue;
            }
            text.append(spec.id()).append(" journal ").append(node.journal.of(spec.id()));
            for (BankId bank : spec.banks()) {
                Cell cell = node.flash.cell(spec.id(), bank);
                text.append("; ")
                        .append(bank.label())
                        .append(cell.foreign ? " foreign" : "")
                        .append(cell.intact() ? " intact" : " bad");
                if (node.up) {
                    text.append(" seen as ")
                            .append(node.component(spec.id()).bank(bank).condition());
                }
            }
            if (node.up) {
                text.append("; running ").append(node.component(spec.id()).running());
                node.state
                        .jobOf(spec.id())
                        .ifPresent(job -> text.append("; job ").append(job.phase()));
                node.state
                        .recoveryOf(spec.id())
                        .ifPresent(recovery -> text.append("; recovery ")
                                .append(recovery.phase())
                                .append(" of ")
                                .append(recovery.bank())
                                .append(" for ")
                                .append(recovery.finding())
                                .append(" wakes ")
                                .append(recovery.wakeAt())
                                .append(" now ")
                                .append(node.uptime())
                                .append(": ")
                                .append(recovery.story().reason())
                                .append(" ")
                                .append(recovery.story().timeline()));
            }
        }
        return text.toString();
    }
}
