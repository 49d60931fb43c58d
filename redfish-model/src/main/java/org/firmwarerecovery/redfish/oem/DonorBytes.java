package org.firmwarerecovery.redfish.oem;

import org.jspecify.annotations.Nullable;

/**
 * The verified bytes of one donor. Part of {@link FirmwareRecoveryRecord}.
 *
 * @param peerUUID UUID of the donor
 * @param bytes number of bytes
 */
public record DonorBytes(
        @Nullable String peerUUID, @Nullable Long bytes) {}
