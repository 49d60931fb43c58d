package org.firmwarerecovery.redfish.resource;

import java.util.List;

/**
 * Where one JSON Schema is read.
 *
 * @param schema the {@code @odata.type} that it describes
 * @param languages {@code en}
 * @param location where
 */
public record JsonSchemaFile(String schema, List<String> languages, List<RegistryLocation> location) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#JsonSchemaFile.v1_1_5.JsonSchemaFile";

    /** Copies the lists. */
    public JsonSchemaFile {
        languages = List.copyOf(languages);
        location = List.copyOf(location);
    }
}
