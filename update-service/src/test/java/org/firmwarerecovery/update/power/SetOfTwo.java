package org.firmwarerecovery.update.power;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.Component;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.job.ImageSource;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.journal.JournalRecord;
import org.firmwarerecovery.update.journal.Trial;
import org.firmwarerecovery.update.journal.WriteIntent;
import org.firmwarerecovery.update.manifest.SignedManifest;
import org.firmwarerecovery.update.node.NodeEffect;

/**
 * The order of DESIGN.md section 6 for a set: Writing, data and read-back of each component, then one flip record for all of
 * them, then their hooks. Written out here, since no Task makes a set yet; the node that starts afterwards is the real one.
 */
final class SetOfTwo implements PowerNode.Script {
    private final Board board;

    SetOfTwo(Board board) {
        this.board = board;
    }

    @Override
    public boolean finishes() {
        return false;
    }

    @Override
    public void run(PowerNode node) throws Exception {
        for (Component component : board.components) {
            ComponentId id = component.id();
            SignedManifest manifest = board.image(id, 2).manifest();
            node.doing("WRITING");
            change(node, id, entry -> entry.aboutToWrite(new WriteIntent(BankId.B, manifest.digest()), 1));
            ImageSource stored =
                    new ImageSource.Stored(manifest.manifest().image().digest());
            node.carryOut(new NodeEffect.WriteBank(1, id, BankId.B, stored, manifest));
            node.carryOut(new NodeEffect.ReadBankBack(2, id, BankId.B, manifest));
            node.doing("BEFORE_FLIP");
            change(node, id, entry -> entry.written(BankId.B, manifest.digest()).withUnproven(BankId.B, true));
        }
        JournalRecord flip = node.forced();
        for (Component component : board.components) {
            flip = with(
                    flip,
                    component.id(),
                    (id, entry) -> entry.flippedOnTrial(new Trial(
                            BankId.B, BankId.A, board.image(id, 2).manifest().digest(), 1)));
        }
        node.force(flip);
        node.doing("AFTER_FLIP");
        for (Component component : board.components) {
            node.activate(new NodeEffect.Activate(3, component.id(), BankId.B));
        }
    }

    private static void change(PowerNode node, ComponentId component, UnaryOperator<ComponentRecord> change)
            throws Exception {
        node.force(with(node.forced(), component, (id, entry) -> change.apply(entry)));
    }

    private static JournalRecord with(
            JournalRecord record,
            ComponentId component,
            BiFunction<ComponentId, ComponentRecord, ComponentRecord> change) {
        ComponentRecord entry = Objects.requireNonNull(record.of(component));
        return record.with(component, change.apply(component, entry), record.uptimeMillis());
    }
}
