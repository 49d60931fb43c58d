package org.firmwarerecovery.update.job;

/** How far a job came. */
public enum JobPhase {
    /** The image is being fetched from an operator's source, or the manifest from a donor. */
    FETCHING,
    /** Chunks come in from a donor. */
    TRANSFERRING,
    /** The whole image is hashed and checked against its manifest. */
    VERIFYING,
    /** The verified image waits in the store for the time at which the operator wants it written. */
    WAITING,
    /** The bank is erased and written. */
    WRITING,
    /** The bank is read back and hashed. */
    READING_BACK,
    /** The flip is recorded and the activation hook runs. */
    ACTIVATING,
    /** The new image has to prove itself. */
    PROBATION,
    /** The new image did not prove itself: the bank before it becomes active again. */
    REVERTING,
    /** Over; the end says how. */
    ENDED;

    /** True from the first moment in which a bank may change: from here on nobody else may take the component. */
    public boolean touchesBank() {
        return compareTo(WRITING) >= 0 && this != ENDED;
    }
}
