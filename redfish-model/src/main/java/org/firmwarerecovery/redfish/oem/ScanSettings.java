package org.firmwarerecovery.redfish.oem;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The background scan of banks and stored images. Part of {@link FirmwareRecoveryService}.
 *
 * @param interval time between two scans
 * @param bandwidthBytesPerSecond largest number of bytes read in a second
 * @param lastCompleted end of the last scan
 */
public record ScanSettings(
        @Nullable Duration interval,
        @Nullable Long bandwidthBytesPerSecond,
        @Nullable Instant lastCompleted) {}
