package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.firmwarerecovery.redfish.odata.Link;

/**
 * What {@code #CertificateService.GenerateCSR} answers.
 *
 * @param certificateCollection where the certificate is to go
 * @param csrString the request as PEM text
 */
public record GenerateCsrResponse(
        Link certificateCollection,
        @JsonProperty("CSRString") String csrString) {}
