package org.firmwarerecovery.update.donor;

import org.firmwarerecovery.update.manifest.SignedManifest;

/**
 * An entry of the library that may be given away: approved, signed by a configured root, and hashed as a whole.
 *
 * @param manifest its verified manifest
 * @param verifiedAt uptime in milliseconds of its last full hash
 */
public record LibraryImage(SignedManifest manifest, long verifiedAt) {}
