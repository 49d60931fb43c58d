package org.firmwarerecovery.update.engine;

import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.ImageRequest;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.negotiation.TransferMode;
import org.firmwarerecovery.update.node.Answer;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.jspecify.annotations.Nullable;

/** One donor under test, and those who ask it for images. */
final class DonorBench extends NodeBench {
    private long commands;
    private @Nullable SignedManifest content;

    private DonorBench(List<Component> components, List<PeerRole> roles) {
        super(Fleet.node(roles, components, List.of()));
    }

    /** A node with these roles and without components. */
    static DonorBench of(PeerRole... roles) {
        return new DonorBench(List.of(), List.of(roles));
    }

    /** A node on which an image was adopted, and therefore confirmed, just now. */
    static DonorBench running(SignedManifest image, PeerRole... roles) {
        DonorBench bench = new DonorBench(List.of(Firmware.component(BankId.A, BankId.B)), List.of(roles));
        for (NodeEffect.CheckBank check : bench.all(NodeEffect.CheckBank.class)) {
            bench.take(new NodeEvent.BankChecked(check.id(), new BankReading.WithoutManifest("none")));
        }
        long command = ++bench.commands;
        bench.take(new NodeEvent.Adopt(command, Firmware.BMC, BankId.A, "{}", "", "operator"));
        bench.take(new NodeEvent.ManifestVerified(
                bench.last(NodeEffect.AdoptBank.class).id(), image));
        bench.content = image;
        bench.answerChecks();
        return bench;
    }

    /** Every bank that is to be hashed holds the adopted image in bank A and nobody's bytes in bank B. */
    void answerChecks() {
        for (NodeEffect.CheckBank check : all(NodeEffect.CheckBank.class)) {
            if (state().pending().containsKey(check.id())) {
                SignedManifest image = Objects.requireNonNull(content);
                take(new NodeEvent.BankChecked(
                        check.id(),
                        check.bank() == BankId.A
                                ? new BankReading.Content(image, Firmware.payload(image))
                                : new BankReading.WithoutManifest("none")));
            }
        }
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
