package org.firmwarerecovery.service.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.update.io.journal.NewerFormatException;

/** The format version of stored JSON, read before anything else: of a newer format nothing else is known. */
final class FormatVersion {
    private FormatVersion() {}

    /**
     * Does nothing for a known version.
     *
     * @throws NewerFormatException when a newer program wrote {@code bytes}
     * @throws IOException when it is no JSON
     */
    static void require(byte[] bytes, String what, int known) throws IOException {
        JsonNode version = RedfishMapper.lenient().readTree(bytes).path("formatVersion");
        if (version.isIntegralNumber() && version.asLong() > known) {
            throw new NewerFormatException(what, version.asLong(), known);
        }
    }
}
