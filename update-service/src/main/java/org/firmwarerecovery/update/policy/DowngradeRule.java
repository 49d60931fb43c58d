package org.firmwarerecovery.update.policy;

/** When an older version than the installed one may be written; the security floor holds in any case. */
public enum DowngradeRule {
    /** Never. */
    NEVER("Never"),
    /** Only to repair a bank that is bad. */
    RECOVERY_ONLY("RecoveryOnly"),
    /** For repair, and when the operator forces it. */
    OPERATOR("Operator");

    private final String label;

    DowngradeRule(String label) {
        this.label = label;
    }

    /** Spelling in JSON and configuration. */
    public String label() {
        return label;
    }
}
