package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.firmwarerecovery.update.bank.BankCondition;
import org.firmwarerecovery.update.io.store.ImageStaging;
import org.firmwarerecovery.update.job.JobPhase;
import org.firmwarerecovery.update.node.ComponentState;
import org.firmwarerecovery.update.node.NodeState;

/**
 * Sees to it that chunks of an interrupted transfer stay while somebody may still want them, and no longer: as soon as nothing
 * is being repaired or updated and no bank needs replacing, what is left in staging is thrown away. Called by the loop thread.
 */
public final class StagingCare implements Consumer<NodeState> {
    private final Runnable discard;
    private boolean wanted = true;

    /**
     * Care for staging.
     *
     * @param discard throws away what nobody fills at the moment; must not block
     */
    public StagingCare(Runnable discard) {
        this.discard = discard;
    }

    @Override
    public void accept(NodeState state) {
        boolean before = wanted;
        wanted = mayBeWanted(state);
        if (before && !wanted) {
            discard.run();
        }
    }

    private static boolean mayBeWanted(NodeState state) {
        return state.recoveries().values().stream().anyMatch(recovery -> recovery.active())
                || state.jobs().values().stream().anyMatch(job -> !job.ended() && job.phase() != JobPhase.WAITING)
                || state.components().values().stream().anyMatch(StagingCare::needsImage);
    }

    private static boolean needsImage(ComponentState component) {
        return component.spec().banks().stream()
                .map(bank -> component.bank(bank).condition())
                .anyMatch(condition -> condition == BankCondition.UNCHECKED || condition.replaceable());
    }

    /** Every one is closed, even when one of them fails. */
    static void closeAll(List<ImageStaging> stagings) throws IOException {
        IOException failed = null;
        for (ImageStaging staging : stagings) {
            try {
                staging.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
