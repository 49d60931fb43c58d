package org.firmwarerecovery.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.firmwarerecovery.service.cli.NodeLauncher;
import org.firmwarerecovery.service.cli.NodeService;
import org.firmwarerecovery.service.config.ConfigurationSource;
import org.firmwarerecovery.service.config.NodeConfiguration;

/** Puts the parts of a node together. In this build the offline commands and the client are complete, the node is not. */
final class Wiring implements NodeLauncher {
    @Override
    public Map<String, String> storedSettings(Path state) {
        return Map.of();
    }

    @Override
    public NodeService start(NodeConfiguration configuration, ConfigurationSource source) throws IOException {
        throw new IOException("this build cannot run a node yet");
    }
}
