package org.firmwarerecovery.update.donor;

/** State of an offer on the donor's side. */
public enum OfferState {
    /** Made, not accepted; holds no slot. */
    OFFERED("Offered"),
    /** Accepted: a lease that holds a slot. */
    ACCEPTED("Accepted"),
    /** The recipient said how the transfer ended. */
    COMPLETED("Completed"),
    /** Given back by the recipient. */
    RELEASED("Released"),
    /** Nobody accepted it, or the lease was not used in time. */
    EXPIRED("Expired");

    private final String label;

    OfferState(String label) {
        this.label = label;
    }

    /** Spelling in JSON. */
    public String label() {
        return label;
    }
}
