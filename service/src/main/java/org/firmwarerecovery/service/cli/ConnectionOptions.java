package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.firmwarerecovery.service.cli.client.Access;
import org.firmwarerecovery.service.cli.client.RedfishClient;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that speaks to a running node. There is no option for the password itself, on purpose. */
final class ConnectionOptions {
    /** Environment variable of the password. */
    static final String PASSWORD = "FIRMWARE_RECOVERY_PASSWORD";

    @Option(names = "--url", required = true, paramLabel = "U", description = "https://host:port of the node.")
    private URI url = URI.create("https://localhost");

    @Option(names = "--user", defaultValue = "admin", paramLabel = "N", description = "Account (default: admin).")
    private String user = "admin";

    @Option(
            names = "--password-file",
            paramLabel = "F",
            description = "First line is the password; else environment " + PASSWORD + ".")
    private @Nullable Path passwordFile;

    @Option(names = "--ca", paramLabel = "F", description = "PEM file the server's certificate must lead to.")
    private @Nullable Path ca;

    @Option(
            names = "--insecure",
            description =
                    "Believes the certificate that the server shows first, for this command; prints its fingerprint.")
    private boolean insecure;

    @Option(names = "--json", description = "Answers in JSON.")
    private boolean json;

    /** True when a machine reads the answer. */
    boolean json() {
        return json;
    }

    /** A client for the node. */
    RedfishClient connect(Screen screen) throws IOException {
        if (!"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new IOException("--url " + url + " is no https address");
        }
        String password = SecretInput.read(passwordFile, System.getenv(), PASSWORD, screen, "Password of " + user)
                .orElseThrow(() -> new IOException("no password: --password-file or environment " + PASSWORD));
        RedfishClient client =
                RedfishClient.connect(new Access(url, user, password, Optional.ofNullable(ca), insecure));
        client.pinned()
                .ifPresent(fingerprint -> screen.note(
                        "--insecure: for this command " + url + " is whoever shows SHA-256 " + fingerprint));
        return client;
    }
}
