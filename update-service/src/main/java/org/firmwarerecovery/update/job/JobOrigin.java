package org.firmwarerecovery.update.job;

import org.jspecify.annotations.Nullable;

/**
 * Who asked for a job.
 *
 * @param principal account name of the operator, or {@code recovery}
 * @param recoveryId the recovery it belongs to, null for an operator's update
 * @param request what the operator asked for, for the Task's payload and for recognising a repeated request; empty for a
 *     recovery, whose payload is hidden
 */
public record JobOrigin(String principal, @Nullable String recoveryId, String request) {
    /** Principal of the node's own updates. */
    public static final String RECOVERY = "recovery";

    /** True when a recovery runs it. */
    public boolean byRecovery() {
        return recoveryId != null;
    }
}
