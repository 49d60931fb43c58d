package org.firmwarerecovery.update.io.library;

/** State of a library entry. */
public enum EntryState {
    /** New or changed: still being written, or being verified. */
    CHECKING("Checking"),
    /** Verified, not approved: listed and not given away. */
    WAITING("Waiting"),
    /** Verified and approved: given away. */
    APPROVED("Approved"),
    /** Refused for a reason that is told. */
    BROKEN("Broken");

    private final String label;

    EntryState(String label) {
        this.label = label;
    }

    /** Spelling in JSON. */
    public String label() {
        return label;
    }
}
