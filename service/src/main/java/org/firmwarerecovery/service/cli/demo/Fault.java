package org.firmwarerecovery.service.cli.demo;

/** What the demo does to the recipient's banks while the node runs. */
enum Fault {
    /** Overwrites bytes in both banks. */
    CORRUPT_BOTH("corrupt-both"),
    /** Flips one bit in the active bank. */
    CORRUPT_ACTIVE("corrupt-active"),
    /** Removes both banks: the node sees erased memory. */
    MISSING("missing");

    private final String label;

    Fault(String label) {
        this.label = label;
    }

    /** Spelling on the command line. */
    String label() {
        return label;
    }

    @Override
    public String toString() {
        return label;
    }
}
