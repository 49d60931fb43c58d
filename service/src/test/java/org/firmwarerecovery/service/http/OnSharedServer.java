package org.firmwarerecovery.service.http;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each test has a connection of its own to the server that all of them share. */
@ExtendWith(SharedServer.class)
abstract class OnSharedServer {
    final TestServer server;
    RawClient client;

    OnSharedServer(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect() throws IOException {
        client = RawClient.tls(server.port());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }
}
