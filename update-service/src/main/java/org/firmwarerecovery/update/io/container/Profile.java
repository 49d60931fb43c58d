package org.firmwarerecovery.update.io.container;

/** How a parser treats what is outside the letter of a format and still found in the field (images.md 1.7). */
public enum Profile {
    /** Refused. */
    STRICT,
    /** Accepted with a warning. */
    LENIENT
}
