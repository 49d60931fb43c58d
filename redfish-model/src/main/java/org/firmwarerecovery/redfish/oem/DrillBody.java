package org.firmwarerecovery.redfish.oem;

import org.firmwarerecovery.redfish.odata.Field;

/**
 * Parameters of {@code #FirmwareRecoveryService.Drill}. Runs a recovery up to the verified image without writing.
 *
 * @param component id of the component
 */
public record DrillBody(Field<String> component) {}
