package org.firmwarerecovery.update.io.store;

/** Why an image is in the store: the setting {@code images.keep} decides by it what stays. */
public enum Keep {
    /** It came with an update or a recovery; stays only while {@code images.keep} is {@code Installed}. */
    INSTALLED,
    /** An operator asked for it to be stored. */
    REQUESTED
}
