package org.firmwarerecovery.update.io.container;

/** What a parser thinks of a file. */
public enum Verdict {
    /** It parses, and every check inside the file passes. */
    ACCEPT("accept"),
    /** Accepted with a warning; {@link Profile#STRICT} refuses it as {@link #REJECT_STRICT}. */
    ACCEPT_LENIENT("accept-lenient"),
    /** It parses and carries no signature of its kind, so that the operator's policy decides. */
    ACCEPT_UNSIGNED("accept-unsigned"),
    /** Its kind is known, and nothing more is read. */
    RECOGNISE("recognise"),
    /** Wrong. */
    REJECT("reject"),
    /** Refused although other readers of this kind take it. */
    REJECT_STRICT("reject-strict"),
    /** A hostile archive: refused before anything of it was kept. */
    REJECT_UNSAFE("reject-unsafe"),
    /** Its signature is good, and what was signed breaks a rule. */
    REJECT_CONTENT("reject-content");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /** Its name in {@code image inspect}. */
    public String text() {
        return text;
    }

    /** True where the file may be used. */
    public boolean accepts() {
        return this == ACCEPT || this == ACCEPT_LENIENT || this == ACCEPT_UNSIGNED;
    }
}
