package org.firmwarerecovery.update.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.firmwarerecovery.discovery.core.DiscoverySettings;
import org.firmwarerecovery.discovery.core.FleetKey;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.job.IngestSource;
import org.firmwarerecovery.update.job.Job;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.BootResult;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.policy.DowngradeRule;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.sim.FaultyFlash.Cell;

/**
 * A story of one node (number 0), told by commands; what the node says and does in answer is the trace. Other nodes are
 * donors and appear only where they take part.
 *
 * <pre>
 * node banks=A:1.0.0,B:1.0.0 [sources=Network] [onFinding=Ask] [downgrade=Operator] [attempts=2] [keep=false]   ?:1.0.0 is unmanaged
 * donor 1.0.0       store 1.0.0       start       run 30s | run 600ms       until WRITING       until recovery HELD
 * restart       down 1       poison 1
 * flip A | erase A | heal A 1.0.0 | fall | unbind A | corrupt-next-write | fail-next-write | dislike 2.0.0 | like 2.0.0
 * lose-journal [floors]   boot A failed   fail-next-hook [2]   no-next-hook [2]   no-next-confirm [2]   unread 3   rot
 * update 2.0.0 [force]       adopt A       recover [lift]       cancel       verify       state       bytes       tasks       story
 * </pre>
 */
final class Scenario {
    private static final ComponentId BMC = SimFleet.BMC;
    private static final FleetKey KEY = FleetKey.of(new byte[32]);
    private static final long LONGEST_MILLIS = 600_000;

    private final Simulation simulation = new Simulation(SimOptions.peaceful(8), Mutant.NONE);
    private final TreeMap<String, SignedManifest> versions = new TreeMap<>();
    private final ScenarioTrace trace = new ScenarioTrace(versions);

    Scenario() {
        simulation.faults = false;
        simulation.boardsFall = false;
        simulation.listener = trace;
        sign(SimImages.BMC, "1.0.0", 1, 3);
        sign(SimImages.BMC, "2.0.0", 2, 4);
        sign(SimImages.BMC, "2.1.0", 2, 4);
        sign(SimImages.BMC, "3.0.0", 2, 20);
        sign(SimImages.BIOS, "0.1.0", 9, 2);
        sign(SimImages.BMC, "2.2.0", 2, 16);
        for (Rejection rejection : ScenarioRejections.ALL) {
            simulation.refusals.put(rejection.messageKey(), rejection);
        }
    }

    private void sign(String softwareId, String version, long securityVersion, int chunks) {
        versions.put(version, simulation.images.sign(softwareId, version, securityVersion, chunks));
    }

    /** Carries a command out and returns the trace since the one before. */
    String tell(String line) {
        String[] words = line.trim().split(" +", -1);
        switch (words[0]) {
            case "node" -> build(List.of(words), List.of(PeerRole.RECIPIENT, PeerRole.DONOR));
            case "donor" ->
                build(
                        List.of("node", "banks=A:" + words[1] + ",B:" + words[1]),
                        List.of(PeerRole.DONOR, PeerRole.RECIPIENT));
            case "start" -> simulation.nodes.forEach(SimNode::boot);
            default -> tell(simulation.nodes.get(0), words);
        }
        return trace.take();
    }

    private void tell(SimNode node, String[] words) {
        switch (words[0]) {
            case "store" -> node.store.add(version(words[1]));
            case "like" -> node.dislikes.remove(version(words[1]).digest());
            case "dislike" -> node.dislikes.add(version(words[1]).digest());
            case "restart" -> {
                node.crash(1_000);
                simulation.runUntil(simulation.now + 1_001);
            }
            case "run" -> simulation.runUntil(simulation.now + millis(words[1]));
            case "until" -> until(node, words[words.length - 1], words.length > 2);
            case "poison" -> {
                Cell served = cell(simulation.nodes.get(Integer.parseInt(words[1])), "A");
                served.content = simulation.images.fresh();
                served.damagedAt = simulation.now;
            }
            case "story" -> trace.say(ScenarioTrace.end(node));
            case "bytes" -> trace.say(ScenarioTrace.bytes(node));
            case "tasks" -> trace.say(ScenarioTrace.tasks(node));
            case "down" -> simulation.nodes.get(Integer.parseInt(words[1])).crash(LONGEST_MILLIS);
            case "state" -> trace.say(ScenarioTrace.state(node, versions));
            default -> harm(node, words);
        }
    }

    private static long millis(String time) {
        return time.endsWith("ms")
                ? Long.parseLong(time.replace("ms", ""))
                : Long.parseLong(time.replace("s", "")) * 1_000;
    }

    private SignedManifest version(String name) {
        return Objects.requireNonNull(versions.get(name), name);
    }

    private void harm(SimNode node, String[] words) {
        switch (words[0]) {
            case "flip" -> cell(node, words[1]).content = simulation.images.fresh();
            case "erase" -> cell(node, words[1]).content = null;
            case "lose-journal" -> {
                node.loseJournal(words.length > 1);
                simulation.runUntil(simulation.now + 1_001);
            }
            case "boot" ->
                node.take(new NodeEvent.BootReported(
                        BMC, BankId.of(words[1]), BootResult.valueOf(words[2].toUpperCase(Locale.ROOT))));
            case "fail-next-hook" -> node.local.failHooks = words.length > 1 ? Integer.parseInt(words[1]) : 1;
            case "no-next-hook" -> node.local.missHooks = words.length > 1 ? Integer.parseInt(words[1]) : 1;
            case "rot" -> node.store.rot = 1;
            case "unread" -> node.local.missReads = Integer.parseInt(words[1]);
            case "no-next-confirm" -> node.local.missConfirmations = words.length > 1 ? Integer.parseInt(words[1]) : 1;
            case "heal" -> cell(node, words[1]).install(version(words[2]));
            case "unbind" -> {
                cell(node, words[1]).bound = null;
                cell(node, words[1]).foreign = true;
            }
            case "fall" -> simulation.boardsFall = true;
            case "corrupt-next-write" -> node.flash.corruptWrites = 1;
            case "fail-next-write" -> node.flash.failWrites = 1;
            default -> command(node, words);
        }
    }

    private void command(SimNode node, String[] words) {
        switch (words[0]) {
            case "update" -> {
                SignedManifest manifest = versions.get(words[1]);
                String source = manifest == null ? words[1] : manifest.digest().hex();
                boolean force = words.length > 2;
                node.command(
                        id -> new NodeEvent.StartUpdate(
                                id,
                                new IngestSource.Remote(source, null, null),
                                List.of(BMC),
                                new Job.Options(force, false),
                                "operator",
                                "update " + words[1]),
                        this::answered);
            }
            case "adopt" ->
                node.command(
                        id -> new NodeEvent.Adopt(id, BMC, BankId.of(words[1]), "{}", "", "operator"), this::answered);
            case "recover" -> {
                boolean lift = words.length > 1;
                node.command(id -> new NodeEvent.StartRecovery(id, BMC, "operator", lift), this::answered);
            }
            case "verify" -> node.command(NodeEvent.VerifyImages::new, this::answered);
            case "forget" ->
                node.state.recoveries().values().stream()
                        .filter(recovery -> !recovery.active())
                        .forEach(recovery -> node.command(
                                id -> new NodeEvent.CancelRecovery(id, recovery.id(), "operator"), this::answered));
            case "cancel" ->
                node.command(
                        id -> new NodeEvent.CancelRecovery(
                                id, node.state.recoveryOf(BMC).orElseThrow().id(), "operator"),
                        this::answered);
            default -> throw new IllegalArgumentException("no such command: " + words[0]);
        }
    }

    private void answered(Answer answer) {
        String text = answer.getClass().getSimpleName();
        if (answer instanceof Answer.ImageRefused refused) {
            text += " " + refused.rejection().messageKey();
        } else if (answer instanceof Answer.Conflict conflict) {
            text += ": " + conflict.why();
        }
        trace.say("  reply " + text + "\n");
    }

    private static Cell cell(SimNode node, String bank) {
        return node.flash.cell(BMC, BankId.of(bank));
    }

    /** Runs until a job of the node, or its recovery, is in a phase. */
    private void until(SimNode node, String phase, boolean recovery) {
        long last = simulation.now + LONGEST_MILLIS;
        while (simulation.now < last && simulation.step()) {
            Optional<String> now = recovery
                    ? node.state.recoveryOf(BMC).map(known -> known.phase().name())
                    : node.state.jobOf(BMC).map(job -> job.phase().name());
            if (node.up && now.filter(phase::equals).isPresent()) {
                return;
            }
        }
        throw new IllegalStateException("the node never came to " + phase + "; so far:\n" + trace.take()
                + ScenarioTrace.state(node, versions) + Health.describe(simulation, node));
    }

    private static String option(List<String> words, String name, String otherwise) {
        return words.stream()
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst()
                .orElse(otherwise);
    }

    private void build(List<String> words, List<PeerRole> roles) {
        int index = simulation.nodes.size();
        List<String> banks = List.of(option(words, "banks", "").split(",", -1));
        List<BankId> ids = banks.stream()
                .map(text -> BankId.of(text.substring(0, text.indexOf(':')).replace("?", "")))
                .toList();
        Component spec = new Component(
                BMC, "BMC", SimImages.BMC, SimImages.MACHINE, SimImages.BANK_SIZE, ids, 0, 3, Duration.ofSeconds(30));
        NodeSettings settings = new NodeSettings(
                SimFleet.uuid(index),
                roles,
                List.of(spec),
                List.of(),
                true,
                true,
                Boolean.parseBoolean(option(words, "keep", "true")),
                Duration.ofSeconds(60),
                SimOptions.limits());
        DiscoverySettings finding = DiscoverySettings.of(SimFleet.uuid(index), 8443)
                .inFleet(KEY, List.of())
                .announcing(DiscoverySettings.SSDP_PORT, Duration.ZERO, 2, Ipv6Scope.Link);
        SimNode node = new SimNode(simulation, index, settings, policy(words), finding);
        for (int i = 0; i < ids.size(); i++) {
            String text = banks.get(i);
            Cell cell = node.flash.cell(BMC, ids.get(i));
            SignedManifest installed = version(text.substring(text.indexOf(':') + 1));
            cell.install(installed);
            node.confirmed.add(installed.digest());
            if (text.contains("?")) {
                cell.bound = null;
                cell.foreign = true;
            }
        }
        simulation.nodes.add(node);
    }

    private Policy policy(List<String> words) {
        Policy d = Policy.defaults();
        List<SourceKind> sources = new ArrayList<>();
        for (SourceKind kind : SourceKind.values()) {
            if (List.of(option(words, "sources", "OtherBank,Golden,ImageStore,Network")
                            .split(",", -1))
                    .contains(kind.label())) {
                sources.add(kind);
            }
        }
        TreeMap<String, List<Digest>> baseline = new TreeMap<>();
        SignedManifest wanted = versions.get(option(words, "baseline", ""));
        if (wanted != null) {
            baseline.put(SimImages.BMC, List.of(wanted.digest()));
        }
        return new Policy(
                OnFinding.valueOf(option(words, "onFinding", "REPAIR")),
                sources,
                true,
                d.preferences(),
                DowngradeRule.valueOf(option(words, "downgrade", "RECOVERY_ONLY")),
                baseline,
                Duration.ZERO,
                d.offersMax(),
                d.slots(),
                d.collect(),
                Integer.parseInt(option(words, "attempts", "8")),
                Integer.parseInt(option(words, "writes", "20")));
    }

    SimNode node() {
        return simulation.nodes.get(0);
    }

    void run(long millis) {
        simulation.runUntil(simulation.now + millis);
    }

    SignedManifest image(String version) {
        return version(version);
    }

    /** What the journal of the node says, for assertions. */
    ComponentRecord journal() {
        return Objects.requireNonNull(simulation.nodes.get(0).journal.of(BMC));
    }
}
