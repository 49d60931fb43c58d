package org.firmwarerecovery.redfish.resource;

import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * The service that makes certification requests and replaces certificates.
 *
 * @param certificateLocations where the certificates are
 */
public record CertificateService(@Nullable Link certificateLocations) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#CertificateService.v1_2_1.CertificateService";
}
