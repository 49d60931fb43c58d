package org.firmwarerecovery.update.recovery;

/** State of a recovery, DESIGN section 3. */
public enum RecoveryPhase {
    /** A bank was found to need replacing. */
    FINDING("Finding"),
    /** Sources on this node are tried in the order of the policy. */
    LOCAL_SOURCES("LocalSources"),
    /** Peers are looked for and their inventories read. */
    SEARCHING("Searching"),
    /** Offers are collected and one is accepted. */
    NEGOTIATING("Negotiating"),
    /** The image is on its way. */
    TRANSFERRING("Transferring"),
    /** The image is checked. */
    VERIFYING("Verifying"),
    /** The bank is written and read back. */
    WRITING("Writing"),
    /** The bank is made active. */
    ACTIVATING("Activating"),
    /** The image has to prove itself. */
    PROBATION("Probation"),
    /** Done. */
    HEALTHY("Healthy"),
    /** The attempt failed; the next one waits. */
    BACKOFF("Backoff"),
    /** Nothing more happens without an operator, another finding or a budget that came back. */
    HELD("Held"),
    /** Stopped by an operator. */
    CANCELLED("Cancelled");

    private final String label;

    RecoveryPhase(String label) {
        this.label = label;
    }

    /** Spelling in JSON, logs and records. */
    public String label() {
        return label;
    }

    /** True when the recovery is over and only its record is left. */
    public boolean over() {
        return this == HEALTHY || this == CANCELLED;
    }
}
