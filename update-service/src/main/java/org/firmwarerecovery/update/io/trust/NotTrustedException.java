package org.firmwarerecovery.update.io.trust;

/** Carries a broken rule from the depth of a check to its entry point, which turns it into a value. */
final class NotTrustedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean onlyHere;

    NotTrustedException(String rule) {
        this(rule, false);
    }

    private NotTrustedException(String rule, boolean onlyHere) {
        super(rule, null, false, false);
        this.onlyHere = onlyHere;
    }

    /** A rule of the form of messages that other readers do not have: the signature in it may well be good. */
    static NotTrustedException onlyHere(String rule) {
        return new NotTrustedException(rule, true);
    }

    /** True for a rule of form that other readers do not have. */
    boolean isOnlyHere() {
        return onlyHere;
    }

    /** The broken rule in words. */
    String rule() {
        return String.valueOf(getMessage());
    }
}
