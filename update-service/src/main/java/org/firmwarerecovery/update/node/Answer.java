package org.firmwarerecovery.update.node;

import java.util.List;
import org.firmwarerecovery.update.donor.DonorOffer;
import org.firmwarerecovery.update.manifest.Rejection;
import org.firmwarerecovery.update.negotiation.Refusal;

/** What a command is answered. */
public sealed interface Answer {
    /** Done, nothing more to say. */
    record Done() implements Answer {}

    /** A job was created. */
    record JobStarted(String jobId) implements Answer {
        @Override
        public List<String> records() {
            return List.of(jobId);
        }
    }

    /** The very same update runs already: its job. */
    record JobRunsAlready(String jobId) implements Answer {
        @Override
        public List<String> records() {
            return List.of(jobId);
        }
    }

    /** The component belongs to another job that has begun to write; no job id while the node goes over to another bank. */
    record InUse(String component, String jobId) implements Answer {}

    /** These recoveries were started or woken. */
    record RecoveriesStarted(List<String> recoveryIds) implements Answer {
        /** Copies the list. */
        public RecoveriesStarted {
            recoveryIds = List.copyOf(recoveryIds);
        }

        @Override
        public List<String> records() {
            return recoveryIds;
        }
    }

    /** The updates of these jobs are being applied, or will be as soon as their component is free. */
    record UpdatesApplied(List<String> jobIds) implements Answer {
        /** Copies the list. */
        public UpdatesApplied {
            jobIds = List.copyOf(jobIds);
        }
    }

    /** There is no such thing. */
    record NotFound(String what) implements Answer {}

    /** It cannot be done in the present state. */
    record Conflict(String why) implements Answer {}

    /** An image or manifest was refused. */
    record ImageRefused(Rejection rejection) implements Answer {}

    /** The donor makes this offer; {@code created} is false when it was made before. */
    record OfferGiven(DonorOffer offer, boolean created) implements Answer {}

    /** The donor does not give an image. */
    record OfferRefused(Refusal refusal) implements Answer {}

    /** The offer is accepted; the ticket is in it. */
    record LeaseGranted(DonorOffer offer, long leaseMillis) implements Answer {}

    /** Ids of the jobs and recoveries that it promises to know; a restart must not take them back. A refusal promises none. */
    default List<String> records() {
        return List.of();
    }
}
