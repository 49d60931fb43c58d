package org.firmwarerecovery.redfish.oem;

import org.jspecify.annotations.Nullable;

/**
 * The load of the donor. Part of {@link FirmwareOffer}.
 *
 * @param slotsUsed number of images that are being sent
 * @param slots number of images that can be sent at once
 */
public record DonorLoad(@Nullable Long slotsUsed, @Nullable Long slots) {}
