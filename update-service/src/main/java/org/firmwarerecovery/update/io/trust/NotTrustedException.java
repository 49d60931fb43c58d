package org.firmwarerecovery.update.io.trust;

/** Carries a broken rule from the depth of a check to its entry point, which turns it into a value. */
final class NotTrustedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotTrustedException(String rule) {
        super(rule, null, false, false);
    }

    /** The broken rule in words. */
    String rule() {
        return String.valueOf(getMessage());
    }
}
