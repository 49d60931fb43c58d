package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One server with the resources of a node for all tests of a class. */
abstract class OnNodeServer {
    @TempDir
    private static Path folder;

    static NodeServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new NodeServer(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }
}
