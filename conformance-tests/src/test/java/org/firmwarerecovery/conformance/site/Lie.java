package org.firmwarerecovery.conformance.site;

/** What a {@link HostileDonor} is dishonest about. Everything else about it is as the protocol says. */
public enum Lie {
    /** Nothing. */
    NONE(""),
    /** The signature is that of another manifest. */
    BAD_SIGNATURE("SignatureInvalid"),
    /** The image is for other hardware; the inventory and the offer say that it fits. */
    OTHER_SOFTWARE("NotCompatible"),
    /** The security version is under the recipient's floor; the inventory and the offer say that it is far above. */
    UNDER_THE_FLOOR("BelowFloor"),
    /** The payload is larger than the recipient's bank. */
    LARGER_THAN_THE_BANK("ImageTooLarge"),
    /** A byte of the image differs from what was signed. */
    OTHER_BYTES("ChunkDigestMismatch"),
    /** The manifest, though properly signed, is not the one that was offered. */
    OTHER_MANIFEST("DigestMismatch"),
    /** The manifest, though properly signed, is of an older release than the one that was offered. */
    OLDER_MANIFEST("DigestMismatch"),
    /** More bytes follow the part that was asked for, and no end of them. */
    LONGER_FILE("DonorDropped"),
    /** The answer ends before the part that was asked for. */
    SHORTER_FILE("DonorDropped"),
    /** The range that is answered belongs to a larger image than the signed one. */
    OTHER_SIZE("DonorDropped"),
    /** The headers of the answer have no end. */
    ENDLESS_HEADERS("DonorDropped"),
    /** The bytes come one by one, each before the connection would count as stalled. */
    DRIP("DonorTooSlow"),
    /** The certificate names the right node, but was not issued by the fleet. */
    NO_FLEET_CERTIFICATE("DonorNotTrusted");

    private final String reason;

    Lie(String reason) {
        this.reason = reason;
    }

    /** Key of the message by which the recipient has to refuse it. */
    public String reason() {
        return reason;
    }

    /** True for a lie about the way the bytes come, which needs no look at what they say. */
    public boolean isInTheTransport() {
        return reason.equals("DonorDropped") || this == DRIP;
    }

    /** True when it comes to light before a Task exists. */
    public boolean isFoundBeforeTransfer() {
        return this == NO_FLEET_CERTIFICATE;
    }
}
