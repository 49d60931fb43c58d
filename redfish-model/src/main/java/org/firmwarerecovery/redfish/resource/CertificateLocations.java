package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * Where the certificates of this service are.
 *
 * @param links to all of them
 */
public record CertificateLocations(@Nullable Links links) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#CertificateLocations.v1_0_4.CertificateLocations";

    /**
     * Links to certificates.
     *
     * @param certificates all of them
     * @param count how many
     */
    public record Links(
            List<Link> certificates,
            @JsonProperty("Certificates@odata.count") long count) {
        /** Copies the list. */
        public Links {
            certificates = List.copyOf(certificates);
        }

        /** With the right count. */
        public static Links to(List<Link> certificates) {
            return new Links(certificates, certificates.size());
        }
    }
}
