package org.firmwarerecovery.redfish.oem;

import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * The watched folder of images that a node gives away. Part of {@link FirmwareRecoveryService}.
 *
 * @param entries its entries by name
 * @param entriesOmitted whether the folder has more entries than the limit
 * @param reason why the folder cannot be read
 */
public record LibrarySummary(
        @Nullable List<LibraryEntry> entries,
        @Nullable Boolean entriesOmitted,
        @Nullable String reason) {
    /** Copies the list. */
    public LibrarySummary {
        entries = entries == null ? null : List.copyOf(entries);
    }

    /**
     * A bundle or an image with its sidecars.
     *
     * @param name file name
     * @param state {@code Checking}, {@code Waiting}, {@code Approved}, {@code Broken}
     * @param reason why it is in that state
     * @param sizeBytes bytes of the file
     * @param softwareId what the image runs on
     * @param version version of the image
     * @param manifestDigest SHA-256 of the manifest in hexadecimal digits
     * @param image link to the image, absent unless the entry was verified
     */
    public record LibraryEntry(
            @Nullable String name,
            @Nullable String state,
            @Nullable String reason,
            @Nullable Long sizeBytes,
            @Nullable String softwareId,
            @Nullable String version,
            @Nullable String manifestDigest,
            @Nullable Link image) {}
}
