package org.firmwarerecovery.service.network;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which IPv4 address of an interface is leased. Only systemd-networkd can be believed: it keeps one file for each interface, in
 * memory, as long as it holds the lease. Other clients of DHCP leave files with leases that are over or of other interfaces,
 * write binary ones, or none.
 */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
    private static final String FOLDER = "run/systemd/netif/leases";
    private static final String ADDRESS = "ADDRESS=";
    private static final int FILE_BYTES_MAX = 64 * 1024;

    private final Path root;

    /** The files below a root folder, {@code /} outside of tests. */
    Leases(Path root) {
        this.root = root;
    }

    /** The address that the interface of this number holds by DHCP; empty when there is none or nobody knows. */
    Optional<String> address(int index) {
        Path file = root.resolve(FOLDER).resolve(Integer.toString(index));
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(FILE_BYTES_MAX), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith(ADDRESS))
                    .map(line -> line.substring(ADDRESS.length()).strip())
                    .findFirst();
        } catch (IOException e) {
            LOG.debug("{} says nothing", file, e);
            return Optional.empty();
        }
    }
}
