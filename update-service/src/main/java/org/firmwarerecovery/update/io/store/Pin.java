package org.firmwarerecovery.update.io.store;

import org.firmwarerecovery.update.component.Digest;

/**
 * A reason why an image must stay in the store.
 *
 * @param digest SHA-256 of the image
 * @param holder who needs it, for people: {@code bank BMC-A}, {@code lease of 3f2c...}
 */
public record Pin(Digest digest, String holder) {}
