package org.firmwarerecovery.service.endpoint;

import java.io.IOException;
import java.util.TreeMap;
import org.firmwarerecovery.service.http.RawClient;
import org.firmwarerecovery.update.node.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Each test has a connection of its own to the server of its class, whose node has nothing to do and agrees. */
abstract class OnNodeConnection extends OnNodeServer {
    RawClient client;

    @BeforeEach
    void connect() throws IOException {
        client = RawClient.tls(server.port());
        server.node.answers = command -> new Answer.Done();
        server.node.state = server.with(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }
}
