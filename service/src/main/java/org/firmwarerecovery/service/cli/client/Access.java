package org.firmwarerecovery.service.cli.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to reach a node as a person.
 *
 * @param url address of the service, {@code https://host:port}
 * @param user account name
 * @param password its password; never printed
 * @param ca PEM file that the server's certificate must lead to; empty means the Java runtime's own roots
 * @param insecure true to believe whatever certificate the server shows first
 */
public record Access(URI url, String user, String password, Optional<Path> ca, boolean insecure) {
    /** Without the password. */
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
