package org.firmwarerecovery.redfish.oem;

import java.util.List;
import org.firmwarerecovery.redfish.odata.Field;

/**
 * Parameters of {@code #FirmwareRecoveryService.RequestImage}. Asks this node as a donor for an image. The answer is a
 * new offer.
 *
 * @param requestId nonce of the negotiation, 32 hexadecimal digits. The same nonce of the same peer gives the same
 *     offer
 * @param softwareId what the image has to run on
 * @param machine machine of the recipient
 * @param reason finding
 * @param minimumSecurityVersion floor of the recipient
 * @param manifestDigest SHA-256 of the only manifest that is wanted
 * @param transferModes directions that the recipient can do; {@code Pull}, {@code Push}
 */
public record RequestImageBody(
        Field<String> requestId,
        Field<String> softwareId,
        Field<String> machine,
        Field<String> reason,
        Field<Long> minimumSecurityVersion,
        Field<String> manifestDigest,
        Field<List<String>> transferModes) {}
