package org.firmwarerecovery.service.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a node was started with, kept so that the configuration can be made again when a setting changes through Redfish.
 *
 * @param file the configuration file
 * @param overrides {@code --set} of the command line, in order
 */
public record ConfigurationSource(Path file, Map<String, String> overrides) {
    /** Copies the overrides, keeping their order. */
    public ConfigurationSource {
        overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    }

    /** The configuration with these settings of Redfish: key path to YAML text. Reads the file again. */
    public ConfigurationLoader.Outcome load(Map<String, String> redfish) {
        return ConfigurationLoader.load(file, redfish, overrides);
    }
}
