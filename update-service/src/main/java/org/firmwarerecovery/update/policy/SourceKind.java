package org.firmwarerecovery.update.policy;

/** A place a replacement image may come from; {@code policy.sources} orders them. */
public enum SourceKind {
    /** The component's other bank. */
    OTHER_BANK("OtherBank"),
    /** The protected factory bank. */
    GOLDEN("Golden"),
    /** The node's own image store. */
    IMAGE_STORE("ImageStore"),
    /** A donor on the management network. */
    NETWORK("Network");

    private final String label;

    SourceKind(String label) {
        this.label = label;
    }

    /** Spelling in JSON and configuration. */
    public String label() {
        return label;
    }
}
