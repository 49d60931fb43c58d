package org.firmwarerecovery.redfish.resource;

import org.jspecify.annotations.Nullable;

/**
 * One place of a registry or schema file; {@code Location} of both kinds of file.
 *
 * @param language {@code en}
 * @param uri path on this service
 * @param publicationUri address of the publisher
 */
public record RegistryLocation(
        @Nullable String language,
        @Nullable String uri,
        @Nullable String publicationUri) {}
