package org.firmwarerecovery.update.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.firmwarerecovery.discovery.core.DiscoveryEvent;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;

/**
 * A fleet in virtual time: one queue, one seed, the very machines that nodes run. Everything that happens comes from the
 * queue, and all chance from one generator, so a seed is a whole history.
 */
final class Simulation {
    private static final long STEP_CHECK_MILLIS = 5_000;
    /** So long even those are waited for that nobody could cure now. */
    private static final long SETTLE_MILLIS = 600_000;

    final SimOptions options;
    final Mutant mutant;
    final SplittableRandom random;
    final SimImages images = new SimImages();
    final List<SimNode> nodes = new ArrayList<>();
    final FaultyNetwork network;
    final SafetyChecks safety;
    final List<Long> recoveryMillis = new ArrayList<>();
    long now;
    long events;
    long datagrams;
    boolean faults = true;
    /** Whether an image that does not fit takes every other board down instead of failing its probation. */
    boolean boardsFall = true;
    /** Hears every effect before it is carried out. */
    BiConsumer<SimNode, NodeEffect> listener = (node, effect) -> {};
    /** What operators' sources are refused for, by their name. */
    final TreeMap<String, Rejection> refusals = new TreeMap<>();

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long order;
    private long hash = 1469598103934665603L;

    private record Due(long at, long order, Runnable what) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** How a run ended. */
    record Result(
            long seed,
            long events,
            long datagrams,
            long virtualMillis,
            long hash,
            List<Long> recoveries,
            int unhealed) {
        Result {
            recoveries = List.copyOf(recoveries);
        }
    }

    Simulation(SimOptions options, Mutant mutant) {
        this.options = options;
        this.mutant = mutant;
        this.random = new SplittableRandom(options.seed());
        this.network = new FaultyNetwork(this);
        this.safety = new SafetyChecks(this);
    }

    /** Runs a whole history: faults, then peace until everybody who can be healthy is. Throws where a rule is broken. */
    static Result run(SimOptions options, Mutant mutant) {
        Simulation simulation = new Simulation(options, mutant);
        try {
            SimFleet.build(simulation);
            SimTroubles.schedule(simulation);
            return simulation.live();
        } catch (BrokenRuleException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BrokenRuleException("NeverThrows", simulation, null, e.toString(), e);
        }
    }

    private Result live() {
        nodes.forEach(node -> at(random.nextInt(2_000), node::boot));
        runUntil(options.faultMillis());
        faults = false;
        long peace = now;
        int unhealed = 0;
        while (true) {
            runUntil(now + STEP_CHECK_MILLIS);
            List<SimNode> ill = Health.ill(this);
            unhealed = ill.size();
            boolean settled =
                    now - peace > SETTLE_MILLIS && Health.curable(this, ill).isEmpty();
            if (ill.isEmpty() || settled) {
                break;
            }
            if (now - peace > options.livenessMillis()) {
                SimNode first = Health.curable(this, ill).get(0);
                throw new BrokenRuleException("Liveness", this, first, Health.describe(this, first), null);
            }
        }
        return new Result(options.seed(), events, datagrams, now, hash, recoveryMillis, unhealed);
    }

    void runUntil(long until) {
        while (!queue.isEmpty() && queue.peek().at <= until) {
            Due due = queue.remove();
            now = due.at;
            due.what.run();
        }
        now = until;
    }

    /** Lets the next thing happen; false when nothing is left. */
    boolean step() {
        Due due = queue.poll();
        if (due == null) {
            return false;
        }
        now = due.at;
        due.what.run();
        return true;
    }

    void at(long when, Runnable what) {
        queue.add(new Due(Math.max(now, when), order++, what));
    }

    /** True with the probability {@code share}, and never once the faults are over. */
    boolean strikes(double share) {
        return faults && share > 0 && random.nextDouble() < share;
    }

    void trace(SimNode node, NodeEvent event, long nextId, int effects) {
        events++;
        mix(now);
        mix(node.index);
        mix(event.getClass().getSimpleName().hashCode());
        mix(nextId * 31 + effects);
    }

    void trace(SimNode node, DiscoveryEvent event, int effects) {
        datagrams += event instanceof DiscoveryEvent.DatagramReceived ? 1 : 0;
        mix(now * 64 + effects);
        mix(node.index);
    }

    private void mix(long value) {
        hash = (hash ^ value) * 1099511628211L;
        hash ^= hash >>> 29;
    }
}
