package org.firmwarerecovery.service.cli.demo;

/** What the demo does to the recipient while the node runs. */
enum Fault {
    /** Overwrites bytes in both banks. */
    CORRUPT_BOTH("corrupt-both"),
    /** Flips one bit in the active bank. */
    CORRUPT_ACTIVE("corrupt-active"),
    /** Removes both banks: the node sees erased memory. */
    MISSING("missing"),
    /** Reports three failed boots of the active bank, as its boot loader would. */
    BOOT_FAILURES("boot-failures"),
    /** Wants a newer version than the one that runs, by the policy's baseline. */
    OUTDATED("outdated");

    private final String label;

    Fault(String label) {
        this.label = label;
    }

    /** Spelling on the command line. */
    String label() {
        return label;
    }

    /** True when no bank of the recipient is any good for the repair, so that the image comes over the network. */
    boolean needsDonor() {
        return this != CORRUPT_ACTIVE && this != BOOT_FAILURES;
    }

    @Override
    public String toString() {
        return label;
    }
}
