package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.firmwarerecovery.service.config.ConfigurationSource;
import org.firmwarerecovery.service.config.NodeConfiguration;

/** Starts nodes: what {@code serve} needs of the rest of the service. */
public interface NodeLauncher {
    /**
     * Settings that were changed through Redfish and kept in a state folder: key path to YAML text.
     *
     * @param state the state folder; need not exist
     * @throws StartRefusedException the folder's content cannot be used
     */
    Map<String, String> storedSettings(Path state) throws IOException, StartRefusedException;

    /**
     * Starts a node; returns when its listeners are open.
     *
     * @param configuration what to start, complete and checked
     * @param source where it came from, for making it again after a change through Redfish
     * @throws StartRefusedException configuration or state cannot be used, exit status 78, or 75 when it may pass
     * @throws IOException something else went wrong, such as a port in use, exit status 1
     */
    NodeService start(NodeConfiguration configuration, ConfigurationSource source)
            throws IOException, StartRefusedException;
}
