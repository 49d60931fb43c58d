package org.firmwarerecovery.update.sim;

import java.util.List;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.job.ApplyTime;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.BootResult;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.recovery.RecoveryPhase;
import org.firmwarerecovery.update.sim.FaultyFlash.Cell;
import org.jspecify.annotations.Nullable;

/** What happens to the fleet from outside while the faults last: damage, restarts, operators. */
final class SimTroubles {
    private final Simulation simulation;

    private SimTroubles(Simulation simulation) {
        this.simulation = simulation;
    }

    static void schedule(Simulation simulation) {
        SimTroubles troubles = new SimTroubles(simulation);
        troubles.plan(simulation.options.damages(), troubles::damage);
        troubles.plan(simulation.options.restarts(), troubles::restart);
        troubles.plan(simulation.options.commands(), troubles::command);
        troubles.plan(simulation.options.journalLosses(), troubles::loseJournal);
        troubles.plan(simulation.options.bootReports(), troubles::reportBoots);
    }

    private void plan(int times, Runnable what) {
        for (int i = 0; i < times; i++) {
            simulation.at(simulation.random.nextLong(simulation.options.faultMillis()), what);
        }
    }

    private SimNode anyNode() {
        return simulation.nodes.get(simulation.random.nextInt(simulation.nodes.size()));
    }

    private void damage() {
        Cell cell = victim();
        if (cell == null) {
            return;
        }
        if (cell.foreign) {
            return;
        }
        cell.damagedAt = simulation.now;
        int kind = simulation.random.nextInt(8);
        if (kind == 0) {
            cell.content = null;
        } else if (kind == 1 && cell.intact()) {
            cell.bound = null;
            cell.foreign = true;
        } else {
            cell.content = simulation.images.fresh();
        }
    }

    /** Damage likes the active bank where all there is beside it has never proven itself. */
    private @Nullable Cell victim() {
        for (SimNode node : simulation.nodes) {
            for (Cell cell : node.flash.all()) {
                ComponentRecord entry = node.journal.of(cell.component);
                if (entry == null || !cell.unproven || entry.active() == cell.id) {
                    continue;
                }
                boolean idle = node.state.jobOf(cell.component).isEmpty();
                if (idle && simulation.random.nextInt(3) == 0) {
                    return node.flash.cell(cell.component, entry.active());
                }
            }
        }
        List<Cell> cells = anyNode().flash.all();
        return cells.isEmpty() ? null : cells.get(simulation.random.nextInt(cells.size()));
    }

    private void restart() {
        SimNode node = anyNode();
        if (node.up) {
            node.crash(200 + simulation.random.nextInt(8_000));
        }
    }

    /** Both slots go; an operator who finds the component held decides after a while. */
    private void loseJournal() {
        SimNode node = anyNode();
        if (node.up) {
            node.loseJournal(simulation.random.nextInt(4) == 0);
            decideLater(node);
        }
    }

    private void decideLater(SimNode node) {
        simulation.at(simulation.now + 60_000, () -> {
            Component open = node.up ? undecided(node) : null;
            if (open != null && simulation.random.nextInt(3) == 0) {
                update(node, open);
            } else if (open != null) {
                node.command(id -> new NodeEvent.StartRecovery(id, null, "operator"), answer -> {});
            }
            if (open != null || !node.up) {
                decideLater(node);
            }
        });
    }

    private static @Nullable Component undecided(SimNode node) {
        for (Component spec : node.settings.components()) {
            ComponentRecord entry = node.journal.of(spec.id());
            if (entry != null && entry.undecided()) {
                return spec;
            }
        }
        return null;
    }

    /** A boot loader tells of a start or of several; most of them come up. */
    private void reportBoots() {
        SimNode node = anyNode();
        List<Component> components = node.settings.components();
        if (!node.up || components.isEmpty()) {
            return;
        }
        Component spec = components.get(simulation.random.nextInt(components.size()));
        int failures = simulation.random.nextInt(5);
        for (int i = 0; i <= failures; i++) {
            ComponentRecord entry = node.journal.of(spec.id());
            if (entry != null && node.up) {
                BootResult result = i < failures
                        ? BootResult.FAILED
                        : List.of(BootResult.values()).get(simulation.random.nextInt(3));
                node.take(new NodeEvent.BootReported(spec.id(), entry.active(), result));
            }
        }
    }

    /** Operators like to interfere where something goes on already. */
    private SimNode busyNode() {
        List<SimNode> busy = simulation.nodes.stream()
                .filter(node -> node.up && node.state.jobs().values().stream().anyMatch(job -> !job.ended()))
                .toList();
        return busy.isEmpty() ? anyNode() : busy.get(simulation.random.nextInt(busy.size()));
    }

    private void command() {
        SimNode node = simulation.random.nextBoolean() ? anyNode() : busyNode();
        List<Component> components = node.settings.components();
        if (!node.up || components.isEmpty()) {
            return;
        }
        Component spec = components.get(simulation.random.nextInt(components.size()));
        switch (simulation.random.nextInt(8)) {
            case 0, 1 -> update(node, spec);
            case 2 ->
                node.command(id -> new NodeEvent.Adopt(id, spec.id(), BankId.A, "{}", "", "operator"), answer -> {});
            case 3 -> node.command(id -> new NodeEvent.StartRecovery(id, null, "operator"), answer -> {});
            case 4 -> node.state.recoveryOf(spec.id()).ifPresent(recovery -> cancel(node, recovery.id()));
            case 5 -> node.state.jobOf(spec.id()).ifPresent(job -> stop(node, job.id()));
            case 6 -> node.command(id -> new NodeEvent.ChangePolicy(id, node.policy), answer -> {});
            default -> node.command(NodeEvent.VerifyImages::new, answer -> {});
        }
    }

    private void stop(SimNode node, String job) {
        node.command(id -> new NodeEvent.CancelJob(id, job, "operator"), answer -> {});
        startLater(node);
    }

    private void cancel(SimNode node, String recovery) {
        node.command(id -> new NodeEvent.CancelRecovery(id, recovery, "operator"), answer -> {});
        startLater(node);
    }

    private void startLater(SimNode node) {
        // Held until the operator says so, which he does; and again, where the power went before it was remembered.
        simulation.at(simulation.now + 30_000, () -> {
            boolean held = node.up
                    && node.state.recoveries().values().stream()
                            .anyMatch(recovery -> recovery.phase() == RecoveryPhase.HELD
                                    && recovery.story().reason().startsWith("cancelled"));
            if (node.up) {
                node.command(id -> new NodeEvent.StartRecovery(id, null, "operator"), answer -> {});
            }
            if (held || !node.up) {
                startLater(node);
            }
        });
    }

    private void update(SimNode node, Component spec) {
        List<SignedManifest> all = simulation.images.all(spec.softwareId());
        SignedManifest wanted = all.get(simulation.random.nextInt(all.size()));
        boolean forged = simulation.random.nextInt(6) == 0;
        String name = forged ? "f".repeat(64) : wanted.digest().hex();
        List<ApplyTime> times = List.of(ApplyTime.values());
        ApplyTime apply = times.get(simulation.random.nextInt(times.size()));
        if (simulation.random.nextBoolean()) {
            // A reset, or the word to start: for what waits from an update before.
            node.command(id -> new NodeEvent.ApplyUpdates(id, apply, List.of(), "operator"), answer -> {});
        }
        node.command(
                id -> new NodeEvent.StartUpdate(
                        id,
                        new IngestSource.Remote(name, null, null),
                        simulation.random.nextBoolean() ? List.of(spec.id()) : List.of(),
                        new Job.Options(simulation.random.nextBoolean(), simulation.random.nextBoolean(), apply),
                        "operator",
                        "update " + name),
                answer -> {});
    }
}
