package org.firmwarerecovery.update.bank;

/** State of a bank as the design names it; shown as the OEM {@code State} of its SoftwareInventory member. */
public enum BankCondition {
    /** Not read yet since the node started. */
    UNCHECKED("Unchecked"),
    /** Nobody knows what it should hold: its manifest is there or not, the file system does not say. Never started, and read again. */
    UNREAD("Unchecked"),
    /** Content equals its signed manifest and may be booted. */
    GOOD("Good"),
    /** Content differs from its manifest, a write of it was interrupted, or it cannot be read. */
    DAMAGED("Damaged"),
    /** Intact, but it failed to boot too often in a row: for people it counts as damaged. */
    FAILING("Damaged"),
    /** Erased or absent. */
    MISSING("Missing"),
    /** Not empty, but no manifest says what it should be: never a finding, never donated, never written by recovery. */
    UNMANAGED("Unmanaged"),
    /** Intact, but its security version is under the floor: never booted. */
    BELOW_FLOOR("BelowFloor"),
    /** Intact, but its manifest is quarantined on this node. */
    QUARANTINED("Quarantined");

    private final String label;

    BankCondition(String label) {
        this.label = label;
    }

    /** Spelling in JSON. */
    public String label() {
        return label;
    }

    /** True when a read has yet to tell what the bank is. */
    public boolean unknown() {
        return this == UNCHECKED || this == UNREAD;
    }

    /** True when recovery may replace the content: it is known to be bad or empty. */
    public boolean replaceable() {
        return this == DAMAGED || this == FAILING || this == MISSING || this == BELOW_FLOOR || this == QUARANTINED;
    }
}
