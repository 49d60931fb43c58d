package org.firmwarerecovery.redfish.oem;

import org.firmwarerecovery.redfish.odata.Field;

/**
 * Parameters of {@code #FirmwareRecoveryService.AdoptImage}. Binds a signed manifest to a bank whose content it
 * describes. Nothing is written to the bank.
 *
 * @param component id of the component
 * @param manifest bytes of the manifest in Base64
 * @param signature bytes of the signature in Base64
 * @param bank bank. Absent: every unmanaged bank that matches
 */
public record AdoptImageBody(
        Field<String> component, Field<String> manifest, Field<String> signature, Field<String> bank) {}
