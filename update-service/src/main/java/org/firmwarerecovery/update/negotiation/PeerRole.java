package org.firmwarerecovery.update.negotiation;

/** Role that a node's certificate grants it. */
public enum PeerRole {
    /** May ask for images. */
    RECIPIENT("Recipient"),
    /** May give images from its own banks or store. */
    DONOR("Donor"),
    /** A management console: gives approved images of its library. */
    CONSOLE("Console");

    private final String label;

    PeerRole(String label) {
        this.label = label;
    }

    /** Spelling in JSON and configuration. */
    public String label() {
        return label;
    }
}
