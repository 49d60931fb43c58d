package org.firmwarerecovery.update.job;

/**
 * How a job ended.
 *
 * @param outcome succeeded, failed or cancelled
 * @param reason why it did not succeed, for people; empty on success
 */
public record JobEnd(Outcome outcome, String reason) {
    /** How a job can end. */
    public enum Outcome {
        /** The image is in the bank and confirmed. */
        SUCCEEDED,
        /** It is not; nothing unverified was activated. */
        FAILED,
        /** Somebody stopped it before a bank was touched. */
        CANCELLED
    }
}
