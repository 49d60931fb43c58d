package org.firmwarerecovery.service.endpoint;

import java.util.Map;

/** Keeps settings that were changed through Redfish, so that they hold after a restart. */
@FunctionalInterface
public interface SettingsKeeper {
    /** Stores these durably; key path of the configuration to YAML text. Throws unchecked when it cannot. */
    void keep(Map<String, String> settings);
}
