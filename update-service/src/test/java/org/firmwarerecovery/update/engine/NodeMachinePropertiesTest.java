package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.job.JobCodec;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.job.JobText;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.negotiation.PeerRef;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.recovery.Recovery;
import org.firmwarerecovery.update.recovery.RecoveryCodec;
import org.firmwarerecovery.update.recovery.RecoveryText;

/** What holds whatever happens, in whatever order, sensible or not. */
class NodeMachinePropertiesTest {
    private static final int EVENTS = 150;
    private static final int WAKES_MAX = 20;
    private static final int TEXT_EVERY = 50;

    @Property(tries = 300)
    void no_sequence_of_events_makes_it_throw(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AnyEvent events = new AnyEvent(random);
        NodeSettings settings = settings(random);
        long now = random.nextInt(10_000);
        Step<NodeState, NodeEffect> step = NodeMachine.start(
                settings, Policy.defaults(), Restored.of(JournalRecord.empty()), Firmware.at(now, seed));
        for (int i = 0; i < EVENTS; i++) {
            NodeState state = step.state();
            now += random.nextInt(40) == 0 ? random.nextInt(4_000_000) : random.nextInt(500);
            if (random.nextInt(60) == 0) {
                step = NodeMachine.start(
                        settings, state.policy(), remembered(state, random), Firmware.at(now, random.nextLong()));
            } else {
                step = NodeMachine.apply(state, Firmware.at(now, random.nextLong()), events.next(state));
            }
            holds(state, step.state());
            if (i % TEXT_EVERY == 0) {
                survivesAsText(step.state());
            }
            step = settle(step, now, random);
        }
    }

    /** What a node that stops now remembers: its journal, and most of the time its records. */
    private static Restored remembered(NodeState state, SplittableRandom random) {
        boolean records = random.nextInt(4) != 0;
        boolean lost = random.nextInt(3) == 0;
        boolean floorToo = lost && random.nextInt(3) == 0;
        ComponentRecord entry = state.journal().of(Firmware.BMC);
        JournalRecord left = lost && entry != null
                ? state.journal().with(Firmware.BMC, ComponentRecord.fresh(BankId.A, entry.floor()), 0)
                : state.journal();
        return new Restored(
                left,
                lost,
                floorToo ? List.of(Firmware.BMC) : List.of(),
                records ? List.copyOf(state.recoveries().values()) : List.of(),
                records ? List.copyOf(state.jobs().values()) : List.of());
    }

    /** Whatever is due is done by a few wakes: the shell never spins. */
    private static Step<NodeState, NodeEffect> settle(
            Step<NodeState, NodeEffect> before, long now, SplittableRandom random) {
        Step<NodeState, NodeEffect> step = before;
        int wakes = 0;
        while (NodeMachine.nextWake(step.state()).orElse(Long.MAX_VALUE) <= now) {
            step = NodeMachine.apply(step.state(), Firmware.at(now, random.nextLong()), new NodeEvent.Wake());
            wakes++;
            assertTrue(wakes < WAKES_MAX, "it wants to be woken again and again: " + due(step.state(), now));
        }
        return step;
    }

    private static String due(NodeState state, long now) {
        StringBuilder text = new StringBuilder("now " + now);
        state.pending().values().stream()
                .filter(asked -> asked.deadline() <= now)
                .forEach(asked -> text.append(' ').append(asked));
        state.recoveries().values().stream()
                .filter(recovery -> recovery.wakeAt() >= 0 && recovery.wakeAt() <= now)
                .forEach(recovery -> text.append(' ').append(recovery));
        state.components().values().stream()
                .filter(component -> component.scanDue() >= 0 && component.scanDue() <= now)
                .forEach(component -> text.append(" scan ").append(component.scanDue()));
        state.components().values().stream()
                .filter(component -> component.donateAt() >= 0 && component.donateAt() <= now)
                .forEach(component -> text.append(" donate ").append(component.donateAt()));
        state.components()
                .values()
                .forEach(component -> text.append(" rereads ").append(component.rereads()));
        return text.append(" saved ").append(state.journal().uptimeMillis()).toString();
    }

    private static void holds(NodeState before, NodeState after) {
        List<Job> jobs = after.jobs().values().stream()
                .filter(job -> !job.ended() && Firmware.BMC.equals(job.component()))
                .toList();
        long waiting =
                jobs.stream().filter(job -> job.phase() == JobPhase.WAITING).count();
        assertTrue(jobs.size() - waiting <= 1, "two jobs own one component");
        assertTrue(waiting <= 1, "two updates wait for one component");
        long recoveries = after.recoveries().values().stream()
                .filter(recovery -> recovery.active() && recovery.component().equals(Firmware.BMC))
                .count();
        assertTrue(recoveries <= 1, "two recoveries own one component");
        assertTrue(floor(after) >= floor(before), "the floor sank");
        assertTrue(floor(after) == floor(before) || bootable(after), "the floor rose above everything there is");
        assertTrue(after.pending().size() < 2_000, "waits for too much");
        assertTrue(after.jobs().size() <= after.settings().limits().recordsMax() + 2, "remembers too many jobs");
    }

    /**
     * True when some bank holds an image that was read, is whole and may run; or the only bank is written this moment with an
     * image that the store keeps.
     */
    private static boolean bootable(NodeState state) {
        return state.components().values().stream()
                .anyMatch(component -> component.banks().values().stream()
                        .anyMatch(bank -> bank.good()
                                || (component.banks().size() == 1
                                        && state.store().stream().anyMatch(image -> image.equals(bank.manifest())))));
    }

    private static void survivesAsText(NodeState state) {
        for (Recovery recovery : state.recoveries().values()) {
            assertEquals(new RecoveryText.Ok(recovery.remembered()), RecoveryCodec.read(RecoveryCodec.write(recovery)));
        }
        for (Job job : state.jobs().values()) {
            assertEquals(new JobText.Ok(job.remembered()), JobCodec.read(JobCodec.write(job)));
        }
    }

    private static long floor(NodeState state) {
        var entry = state.journal().of(Firmware.BMC);
        return entry == null ? 0 : entry.floor();
    }

    @Property(tries = 100)
    void the_same_events_lead_to_the_same_state(@ForAll long seed) {
        assertEquals(run(seed), run(seed));
    }

    private static NodeState run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        AnyEvent events = new AnyEvent(random);
        NodeState state = NodeMachine.start(
                        settings(random), Policy.defaults(), Restored.of(JournalRecord.empty()), Firmware.at(0, seed))
                .state();
        for (int i = 1; i <= EVENTS; i++) {
            state = NodeMachine.apply(state, Firmware.at(i * 100L, random.nextLong()), events.next(state))
                    .state();
        }
        return state;
    }

    private static NodeSettings settings(SplittableRandom random) {
        Component component = switch (random.nextInt(3)) {
            case 0 -> Firmware.component(BankId.A);
            case 1 -> Firmware.component(BankId.A, BankId.B, BankId.GOLDEN);
            default -> Firmware.component(BankId.A, BankId.B);
        };
        PeerRef known = new PeerRef(Fleet.uuid(1), "https://192.0.2.1:443", null, PeerRef.Origin.STATIC);
        return new NodeSettings(
                Fleet.uuid(0),
                List.of(PeerRole.values()),
                List.of(component),
                random.nextBoolean() ? List.of(known) : List.of(),
                random.nextInt(5) != 0,
                random.nextBoolean(),
                random.nextBoolean(),
                Duration.ofMinutes(random.nextInt(3)),
                NodeLimits.defaults());
    }
}
