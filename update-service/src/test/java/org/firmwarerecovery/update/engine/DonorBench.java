package org.firmwarerecovery.update.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.TransferMode;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;
import org.jspecify.annotations.Nullable;

/** One donor under test: its machine, a clock that a test moves, and what the machine asked for and answered. */
final class DonorBench {
    long now;
    final List<NodeEffect> effects = new ArrayList<>();
    final TreeMap<Long, Answer> answers = new TreeMap<>();
    private NodeState state;
    private long commands;
    private long chance;

    private DonorBench(List<Component> components, List<PeerRole> roles) {
        NodeSettings settings = new NodeSettings(
                "00000000-0000-4000-8000-000000000000",
                roles,
                components,
                List.of(),
                true,
                false,
                true,
                Duration.ZERO,
                NodeLimits.defaults());
        Step<NodeState, NodeEffect> step =
                NodeMachine.start(settings, Policy.defaults(), Restored.of(JournalRecord.empty()), Firmware.at(0, 0));
        state = step.state();
        effects.addAll(step.effects());
    }

    /** A node with these roles and without components. */
    static DonorBench of(PeerRole... roles) {
        return new DonorBench(List.of(), List.of(roles));
    }

    /** A node on which an image was adopted, and therefore confirmed, just now. */
    static DonorBench running(SignedManifest image, PeerRole... roles) {
        DonorBench bench = new DonorBench(List.of(Firmware.component(BankId.A, BankId.B)), List.of(roles));
        for (NodeEffect effect : List.copyOf(bench.effects)) {
            if (effect instanceof NodeEffect.CheckBank check) {
                bench.take(new NodeEvent.BankChecked(check.id(), new BankReading.WithoutManifest("none")));
            }
        }
        long command = ++bench.commands;
        bench.take(new NodeEvent.Adopt(command, Firmware.BMC, BankId.A, "{}", "", "operator"));
        bench.take(new NodeEvent.ManifestVerified(
                bench.last(NodeEffect.AdoptBank.class).id(), image));
        bench.content = image;
        bench.answerChecks();
        return bench;
    }

    private @Nullable SignedManifest content;

    /** Every bank that is to be hashed holds the adopted image in bank A and nobody's bytes in bank B. */
    void answerChecks() {
        for (NodeEffect effect : List.copyOf(effects)) {
            if (effect instanceof NodeEffect.CheckBank check && state.pending().containsKey(check.id())) {
                SignedManifest image = Objects.requireNonNull(content);
                take(new NodeEvent.BankChecked(
                        check.id(),
                        check.bank() == BankId.A
                                ? new BankReading.Content(image, Firmware.payload(image))
                                : new BankReading.WithoutManifest("none")));
            }
        }
    }

    NodeState state() {
        return state;
    }

    void take(NodeEvent event) {
        Step<NodeState, NodeEffect> step = NodeMachine.apply(state, Firmware.at(now, ++chance), event);
        state = step.state();
        for (NodeEffect effect : step.effects()) {
            effects.add(effect);
            if (effect instanceof NodeEffect.Reply reply) {
                answers.put(reply.commandId(), reply.answer());
            }
        }
    }

    <E extends NodeEffect> E last(Class<E> type) {
        return effects.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    long count(Class<? extends NodeEffect> type) {
        return effects.stream().filter(type::isInstance).count();
    }

    /** Asks for an image; the answer, if it came at once, is in {@link #answers}. */
    long send(String peer, String nonce, @Nullable Digest manifest) {
        return send(peer, nonce, manifest, List.of(PeerRole.RECIPIENT));
    }

    private long send(String peer, String nonce, @Nullable Digest manifest, List<PeerRole> roles) {
        long command = ++commands;
        ImageRequest request =
                new ImageRequest(nonce, Firmware.SOFTWARE, null, "Missing", 0, manifest, List.of(TransferMode.PULL));
        take(new NodeEvent.RequestImage(command, peer, roles, request));
        return command;
    }

    Answer ask(String peer, String nonce) {
        return answer(send(peer, nonce, null));
    }

    Answer ask(String peer, String nonce, Digest manifest) {
        return answer(send(peer, nonce, manifest));
    }

    Answer ask(String peer, String nonce, List<PeerRole> roles) {
        return answer(send(peer, nonce, null, roles));
    }

    Answer accept(String peer, DonorOffer offer) {
        long command = ++commands;
        take(new NodeEvent.AcceptOffer(command, peer, offer.id()));
        return answer(command);
    }

    Answer complete(String peer, String offer) {
        long command = ++commands;
        take(new NodeEvent.CompleteOffer(command, peer, offer, "Verified"));
        return answer(command);
    }

    Answer release(String peer, String offer) {
        long command = ++commands;
        take(new NodeEvent.ReleaseOffer(command, peer, offer));
        return answer(command);
    }

    private Answer answer(long command) {
        return Objects.requireNonNull(answers.get(command), "no answer yet");
    }
}
