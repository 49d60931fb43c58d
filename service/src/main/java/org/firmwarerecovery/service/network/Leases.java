package org.firmwarerecovery.service.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether an IPv4 address was leased. The kernel does not know that; the clients of DHCP do, in files. An address that no known
 * client leased is static, unless a client runs that keeps no file, or one whose files cannot be read: then nobody knows.
 */
final class Leases {
    private static final List<String> FOLDERS = List.of(
            "run/systemd/netif/leases",
            "var/lib/dhcp",
            "var/lib/dhclient",
            "var/lib/dhcpcd",
            "var/lib/NetworkManager",
            "var/lib/connman");

    /** Clients whose leases are in none of these folders. */
    private static final Set<String> SILENT_CLIENTS = Set.of("udhcpc", "pump");

    private static final int FILES_MAX = 64;
    private static final long FILE_BYTES_MAX = 256 * 1024;

    private final Path root;

    /** The files below a root folder, {@code /} outside of tests. */
    Leases(Path root) {
        this.root = root;
    }

    /** {@code DHCP} or {@code Static}; empty when nobody knows. */
    Optional<String> origin(String address) {
        Pattern word = Pattern.compile("(?<![0-9.])" + Pattern.quote(address) + "(?![0-9.]*[0-9])");
        try {
            for (String folder : FOLDERS) {
                Path place = root.resolve(folder);
                if (Files.isDirectory(place) && leased(place, word)) {
                    return Optional.of("DHCP");
                }
            }
            return silentClientRuns() ? Optional.empty() : Optional.of("Static");
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean leased(Path folder, Pattern address) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            int seen = 0;
            for (Path file : files) {
                if (!Files.isRegularFile(file) || Files.size(file) > FILE_BYTES_MAX) {
                    continue;
                }
                if (seen++ >= FILES_MAX) {
                    throw new IOException("more files than are looked at");
                }
                if (address.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .find()) {
                    return true;
                }
            }
            return false;
        }
    }

    private boolean silentClientRuns() throws IOException {
        try (Stream<Path> processes = Files.list(root.resolve("proc"))) {
            return processes
                    .filter(process ->
                            Character.isDigit(process.getFileName().toString().charAt(0)))
                    .anyMatch(Leases::isSilentClient);
        }
    }

    private static boolean isSilentClient(Path process) {
        try {
            return SILENT_CLIENTS.contains(
                    Files.readString(process.resolve("comm")).strip());
        } catch (IOException ended) {
            // It ended since the folder was listed.
            return false;
        }
    }
}
