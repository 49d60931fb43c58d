package org.firmwarerecovery.redfish.oem;

import org.firmwarerecovery.redfish.odata.Field;

/**
 * Parameters of {@code #FirmwareOffer.Complete}. Ends the lease.
 *
 * @param result how the transfer ended; {@code Verified}, {@code Rejected}, {@code Abandoned}
 * @param reason reason
 */
public record CompleteBody(Field<String> result, Field<String> reason) {}
