package org.firmwarerecovery.update.negotiation;

import java.util.List;
import org.firmwarerecovery.update.component.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The request a recipient makes of one donor: parameters of the OEM action {@code RequestImage}.
 *
 * @param requestId 128-bit nonce in hexadecimal; the same for all donors of one negotiation
 * @param softwareId what the image must run on
 * @param machine the recipient's machine, null when it has none
 * @param reason the finding, for the donor's log
 * @param minimumSecurityVersion the recipient's floor
 * @param manifestDigest the only manifest wanted, null when any compatible one will do
 * @param transferModes the modes the recipient can do
 */
public record ImageRequest(
        String requestId,
        String softwareId,
        @Nullable String machine,
        String reason,
        long minimumSecurityVersion,
        @Nullable Digest manifestDigest,
        List<TransferMode> transferModes) {
    /** Copies the list. */
    public ImageRequest {
        transferModes = List.copyOf(transferModes);
    }
}
