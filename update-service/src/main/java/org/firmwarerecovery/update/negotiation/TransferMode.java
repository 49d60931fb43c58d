package org.firmwarerecovery.update.negotiation;

/** Who opens the connection that carries the image. */
public enum TransferMode {
    /** The recipient reads the image from the donor. */
    PULL("Pull"),
    /** The donor writes the image to the recipient's upload URI. */
    PUSH("Push");

    private final String label;

    TransferMode(String label) {
        this.label = label;
    }

    /** Spelling in JSON. */
    public String label() {
        return label;
    }
}
