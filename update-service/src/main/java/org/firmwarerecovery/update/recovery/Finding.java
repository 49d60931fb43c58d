package org.firmwarerecovery.update.recovery;

/** Why a bank needs replacing. */
public enum Finding {
    /** The check before the image may run failed. */
    BOOT_VERIFICATION_FAILED("BootVerificationFailed"),
    /** A scan of a bank found other bytes than its manifest says. */
    SCAN_FAILED("ScanFailed"),
    /** The image failed to boot too often. */
    BOOT_FAILURES("BootFailures"),
    /** The running image stopped giving signs of life. */
    HEARTBEAT_LOST("HeartbeatLost"),
    /** The bank is erased or absent. */
    MISSING("Missing"),
    /** Intact, but not what the operator's baseline or the security floor asks for. */
    BELOW_BASELINE("BelowBaseline"),
    /** An operator asked for it. */
    OPERATOR_REQUEST("OperatorRequest");

    private final String label;

    Finding(String label) {
        this.label = label;
    }

    /** Spelling in JSON, logs and records. */
    public String label() {
        return label;
    }
}
