package org.firmwarerecovery.redfish.resource;

import java.util.List;

/**
 * Where one message registry is read. For the registries of DMTF only {@code PublicationUri} is given, since a
 * validator warns about each of their messages (conformance sheet, section 2).
 *
 * @param registry prefix, major and minor version
 * @param languages {@code en}
 * @param location where
 */
public record MessageRegistryFile(String registry, List<String> languages, List<RegistryLocation> location) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#MessageRegistryFile.v1_1_5.MessageRegistryFile";

    /** Copies the lists. */
    public MessageRegistryFile {
        languages = List.copyOf(languages);
        location = List.copyOf(location);
    }
}
