package org.firmwarerecovery.update.io.library;

import org.firmwarerecovery.update.manifest.SignedManifest;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the library as it is shown.
 *
 * @param name file name of the bundle or image, cleaned of what cannot be printed
 * @param state checking, waiting, approved or broken
 * @param reason why it is in that state, for people; empty when approved
 * @param size bytes of the file, 0 when there is none
 * @param manifest its manifest, null unless it was verified
 * @param verifiedAt uptime in milliseconds of its last full hash, -1 unless it was verified
 */
public record LibraryEntry(
        String name,
        EntryState state,
        String reason,
        long size,
        @Nullable SignedManifest manifest,
        long verifiedAt) {}
