package org.firmwarerecovery.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.firmwarerecovery.service.cli.NodeLauncher;
import org.firmwarerecovery.service.cli.NodeService;
import org.firmwarerecovery.service.cli.StartRefusedException;
import org.firmwarerecovery.service.config.ConfigurationSource;
import org.firmwarerecovery.service.config.NodeConfiguration;
import org.firmwarerecovery.service.wiring.NodeStart;
import org.firmwarerecovery.service.wiring.StoredSettings;

/** Gives the command line its nodes. */
final class Wiring implements NodeLauncher {
    @Override
    public Map<String, String> storedSettings(Path state) throws IOException, StartRefusedException {
        return Files.exists(state) ? StoredSettings.read(state) : Map.of();
    }

    @Override
    public NodeService start(NodeConfiguration configuration, ConfigurationSource source)
            throws IOException, StartRefusedException {
        // Standard output is for the one ready line, which scripts read.
        return new NodeStart(configuration, System.err).start();
    }
}
