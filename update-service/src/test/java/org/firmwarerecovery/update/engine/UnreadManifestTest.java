package org.firmwarerecovery.update.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.firmwarerecovery.update.bank.Bank;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.bank.BankReading;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;
import org.firmwarerecovery.update.node.NodeEvent;
import org.junit.jupiter.api.Test;

/** The file system cannot read a manifest: that holds nothing up for ever, and costs no bank that is known to be good. */
class UnreadManifestTest {
    private static final SignedManifest IMAGE = Firmware.image(1, 0, 2);

    private final NodeBench node = new NodeBench(Fleet.recipient(true, Duration.ofHours(24), BankId.A, BankId.B));

    /** Time goes on with everything that happens. */
    private void take(NodeEvent event) {
        node.now++;
        node.take(event);
    }

    /** Answers every read that was asked for, also those that follow. */
    private void read(BankReading a, BankReading b) {
        List<NodeEffect.CheckBank> asked = node.drain(NodeEffect.CheckBank.class);
        while (!asked.isEmpty()) {
            asked.forEach(check -> take(new NodeEvent.BankChecked(check.id(), check.bank() == BankId.A ? a : b)));
            asked = node.drain(NodeEffect.CheckBank.class);
        }
    }

    private void nextLook() {
        node.now = Math.max(node.now, NodeMachine.nextWake(node.state()).orElseThrow());
        take(new NodeEvent.Wake());
    }

    private Bank bank(BankId id) {
        return Objects.requireNonNull(node.state().components().get(Firmware.BMC))
                .bank(id);
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
        assertEquals(BankCondition.UNREAD, bank(BankId.B).condition());
        assertEquals(1, node.state().recoveries().size(), "bank A is missing");
        assertTrue(node.effects.stream()
                .anyMatch(effect ->
                        effect instanceof NodeEffect.Note note && note.key().equals("FlashFailed")));
        for (int i = 0; i < 10 && bank(BankId.B).condition() != BankCondition.GOOD; i++) {
            nextLook();
            read(new BankReading.Erased(), good());
        }
        assertEquals(BankCondition.GOOD, bank(BankId.B).condition());
    }

    @Test
    void the_good_bank_to_which_the_node_would_go_over_stays_what_it_is_and_is_not_started() {
        read(good(), good());
        node.now += Duration.ofHours(1).toMillis();
        take(new NodeEvent.BankSuspected(Firmware.BMC, BankId.A));
        read(new BankReading.Unreadable("input/output error"), unread());
        assertEquals(BankCondition.DAMAGED, bank(BankId.A).condition());
        assertEquals(BankCondition.GOOD, bank(BankId.B).condition());
        assertTrue(node.all(NodeEffect.Activate.class).isEmpty(), "what was not read is not started");
        for (int i = 0; i < 10 && node.all(NodeEffect.Activate.class).isEmpty(); i++) {
            nextLook();
            read(new BankReading.Unreadable("input/output error"), good());
        }
        assertEquals(BankId.B, node.last(NodeEffect.Activate.class).bank());
    }

    @Test
    void it_is_told_once_however_often_it_is_tried() {
        for (int i = 0; i < 5; i++) {
            read(good(), unread());
            nextLook();
        }
        long told = node.all(NodeEffect.Note.class).stream()
                .filter(note -> note.key().equals("FlashFailed"))
                .count();
        assertEquals(1, told);
        assertEquals(BankCondition.UNREAD, bank(BankId.B).condition());
    }

    @Test
    void it_is_read_again_alone_and_ever_less_often_until_it_is_known() {
        read(good(), unread());
        List<Long> pauses = new ArrayList<>();
        long before = node.now;
        while (node.now < Duration.ofHours(1).toMillis()) {
            node.now = Math.max(node.now, NodeMachine.nextWake(node.state()).orElseThrow());
            take(new NodeEvent.Wake());
            List<NodeEffect.CheckBank> asked = node.all(NodeEffect.CheckBank.class);
            assertTrue(asked.stream().allMatch(check -> check.bank() == BankId.B), "bank A is known: " + asked);
            if (!asked.isEmpty()) {
                pauses.add((node.now - before) / 1000);
                read(good(), unread());
                before = node.now;
            }
        }
        assertEquals(List.of(30L, 60L, 120L, 240L, 480L, 600L), pauses.subList(0, 6));
        assertTrue(pauses.stream().allMatch(pause -> pause <= 600), () -> pauses.toString());
        while (bank(BankId.B).condition() != BankCondition.GOOD) {
            nextLook();
            read(good(), good());
        }
        take(new NodeEvent.BankSuspected(Firmware.BMC, BankId.B));
        read(good(), unread());
        long now = node.now;
        assertTrue(
                Objects.requireNonNull(node.state().components().get(Firmware.BMC))
                                .rereadDue(BankId.B)
                        <= now + Rereads.PAUSE_FIRST.toMillis(),
                "it begins anew");
    }

    @Test
    void what_is_known_of_a_bank_stays() {
        read(good(), good());
        take(new NodeEvent.BankSuspected(Firmware.BMC, BankId.B));
        read(good(), unread());
        assertEquals(BankCondition.GOOD, bank(BankId.B).condition());
        assertTrue(node.state().recoveries().isEmpty());
    }
}
