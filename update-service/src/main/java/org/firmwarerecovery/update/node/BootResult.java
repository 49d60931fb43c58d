package org.firmwarerecovery.update.node;

/** What a boot loader, or a script after it, says about one start of an image. */
public enum BootResult {
    /** The image was started; whether it came up is not known yet. */
    STARTED,
    /** The image came up. */
    OK,
    /** The image did not come up. */
    FAILED
}
