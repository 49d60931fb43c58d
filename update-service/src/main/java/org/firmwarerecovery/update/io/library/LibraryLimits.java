package org.firmwarerecovery.update.io.library;

import java.time.Duration;

/**
 * Bounds of the library by name.
 *
 * @param scanInterval time between two looks at the folder; a file that did not change between two looks is taken
 * @param entriesMax most entries; the first by name are kept
 * @param imageBytesMax the setting {@code update.maxImageSize}
 * @param bytesPerSecondMax the setting {@code scan.bandwidth}: how fast entries are verified in the background
 */
public record LibraryLimits(Duration scanInterval, int entriesMax, long imageBytesMax, long bytesPerSecondMax) {
    /** Most entries unless a test says otherwise: each keeps its verified manifest in memory. */
    public static final int ENTRIES_MAX = 256;
}
