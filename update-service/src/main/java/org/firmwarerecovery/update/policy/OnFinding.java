package org.firmwarerecovery.update.policy;

/** What the operator wants done about a finding. */
public enum OnFinding {
    /** Write it down, change nothing. */
    LOG("Log"),
    /** Hold until the operator starts the recovery. */
    ASK("Ask"),
    /** Repair at once. */
    REPAIR("Repair");

    private final String label;

    OnFinding(String label) {
        this.label = label;
    }

    /** Spelling in JSON and configuration. */
    public String label() {
        return label;
    }
}
