package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.machine.Step;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.firmwarerecovery.update.node.NodeLimits;
import org.firmwarerecovery.update.node.NodeSettings;
import org.firmwarerecovery.update.node.NodeState;
import org.firmwarerecovery.update.node.Restored;
import org.firmwarerecovery.update.policy.Policy;
import org.junit.jupiter.api.Test;

/** The file system cannot read a manifest: that holds nothing up for ever, and costs no bank that is known to be good. */
class UnreadManifestTest {
    private static final SignedManifest IMAGE = Firmware.image(1, 0, 2);

    private long now;
    private NodeState state;
    private final List<NodeEffect> effects = new ArrayList<>();

    UnreadManifestTest() {
        NodeSettings settings = new NodeSettings(
                "00000000-0000-4000-8000-000000000000",
                List.of(PeerRole.RECIPIENT),
                List.of(Firmware.component(BankId.A, BankId.B)),
                List.of(),
                true,
                true,
                false,
                Duration.ofHours(24),
                NodeLimits.defaults());
        Step<NodeState, NodeEffect> first =
                NodeMachine.start(settings, Policy.defaults(), Restored.of(JournalRecord.empty()), Firmware.at(0, 0));
        state = first.state();
        effects.addAll(first.effects());
    }

    private void take(NodeEvent event) {
        now++;
        Step<NodeState, NodeEffect> step = NodeMachine.apply(state, Firmware.at(now, now), event);
        state = step.state();
        effects.addAll(step.effects());
    }

    /** Answers every read that was asked for, also those that follow. */
    private void read(BankReading a, BankReading b) {
        List<NodeEffect.CheckBank> asked = reads();
        while (!asked.isEmpty()) {
            asked.forEach(check -> take(new NodeEvent.BankChecked(check.id(), check.bank() == BankId.A ? a : b)));
            asked = reads();
        }
    }

    private List<NodeEffect.CheckBank> reads() {
        List<NodeEffect.CheckBank> asked = effects.stream()
                .filter(NodeEffect.CheckBank.class::isInstance)
                .map(NodeEffect.CheckBank.class::cast)
                .toList();
        effects.removeAll(asked);
        return asked;
    }

    private void nextLook() {
        now = Math.max(now, NodeMachine.nextWake(state).orElseThrow());
        take(new NodeEvent.Wake());
    }

    private Bank bank(BankId id) {
        return Objects.requireNonNull(state.components().get(Firmware.BMC)).bank(id);
    }

    private static BankReading good() {
        return new BankReading.Content(IMAGE, Firmware.payload(IMAGE));
    }

    private static BankReading unread() {
        return new BankReading.ManifestUnread("its manifest cannot be read: input/output error");
    }

    @Test
    void the_bank_beside_it_is_repaired_meanwhile_and_the_bank_is_known_again_as_soon_as_it_can_be_read() {
        read(new BankReading.Erased(), unread());
        assertEquals(BankCondition.UNMANAGED, bank(BankId.B).condition());
        assertEquals(1, state.recoveries().size(), "bank A is missing");
        assertTrue(effects.stream()
                .anyMatch(effect ->
                        effect instanceof NodeEffect.Note note && note.key().equals("FlashFailed")));
        for (int i = 0; i < 10 && bank(BankId.B).condition() != BankCondition.GOOD; i++) {
            nextLook();
            read(new BankReading.Erased(), good());
        }
        assertEquals(BankCondition.GOOD, bank(BankId.B).condition());
    }

    @Test
    void what_is_known_of_a_bank_stays() {
        read(good(), good());
        take(new NodeEvent.BankSuspected(Firmware.BMC, BankId.B));
        read(good(), unread());
        assertEquals(BankCondition.GOOD, bank(BankId.B).condition());
        assertTrue(state.recoveries().isEmpty());
    }
}
