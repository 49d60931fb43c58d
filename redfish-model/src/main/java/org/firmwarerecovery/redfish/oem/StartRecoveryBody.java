package org.firmwarerecovery.redfish.oem;

import org.firmwarerecovery.redfish.odata.Field;

/**
 * Parameters of {@code #FirmwareRecoveryService.StartRecovery}. Starts a recovery of a component.
 *
 * @param component id of the component
 * @param bank bank to replace. Absent: the service decides
 * @param liftQuarantine true lifts every quarantine of the component first. Absent: they hold
 */
public record StartRecoveryBody(Field<String> component, Field<String> bank, Field<Boolean> liftQuarantine) {}
