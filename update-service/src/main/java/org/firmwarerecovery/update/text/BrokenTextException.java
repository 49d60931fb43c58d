package org.firmwarerecovery.update.text;

/** A text breaks a rule of its format; codecs turn it into a value, nobody else sees it. */
public final class BrokenTextException extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    /** The first broken rule. */
    public BrokenTextException(String path, String rule) {
        super(path + ": " + rule, null, false, false);
        this.why = path + ": " + rule;
    }

    /** Path of the member and the rule. */
    public String why() {
        return why;
    }
}
