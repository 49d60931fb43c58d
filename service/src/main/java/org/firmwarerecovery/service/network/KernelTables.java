package org.firmwarerecovery.service.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Linux says about interfaces in {@code /proc} and {@code /sys}, and the machine's own files about names. A file that is
 * not there or cannot be read says nothing.
 */
final class KernelTables {
    /** Flags of an address in {@code if_inet6}: {@code IFA_F_TEMPORARY}, {@code DADFAILED}, {@code DEPRECATED}, {@code TENTATIVE}. */
    static final int TEMPORARY = 0x01;

    static final int FAILED = 0x08;

    static final int DEPRECATED = 0x20;
    static final int TENTATIVE = 0x40;

    private static final Logger LOG = LoggerFactory.getLogger(KernelTables.class);
    private static final int LINES_MAX = 4_096;
    private static final int GATEWAYS_UP = 0x3;
    private static final int NAME_SERVERS_MAX = 8;

    private final Function<String, List<String>> files;

    /** The tables below a root folder, {@code /} outside of tests. */
    KernelTables(Path root) {
        this(file -> lines(root, file));
    }

    /** The tables as {@code files} reads them: path below the root folder to lines. */
    KernelTables(Function<String, List<String>> files) {
        this.files = files;
    }

    /** One word of {@code /sys/class/net}, such as {@code carrier}. Empty for an interface that is down. */
    Optional<String> sys(String iface, String file) {
        List<String> lines = lines("sys/class/net/" + iface + "/" + file);
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(lines.get(0).strip()).filter(text -> !text.isEmpty());
    }

    /** The default router of an interface. */
    Optional<String> ipv4Gateway(String iface) {
        for (String line : lines("proc/net/route")) {
            String[] words = line.strip().split("\\s+");
            boolean fits = words.length > 7
                    && words[0].equals(iface)
                    && words[1].equals("00000000")
                    && words[7].equals("00000000");
            if (fits && (Integer.parseInt(words[3], 16) & GATEWAYS_UP) == GATEWAYS_UP) {
                byte[] reversed = HexFormat.of().parseHex(words[2]);
                return address(new byte[] {reversed[3], reversed[2], reversed[1], reversed[0]});
            }
        }
        return Optional.empty();
    }

    /** The default router of an interface. */
    Optional<String> ipv6Gateway(String iface) {
        String none = "0".repeat(32);
        for (String line : lines("proc/net/ipv6_route")) {
            String[] words = line.strip().split("\\s+");
            boolean fits = words.length > 9
                    && words[9].equals(iface)
                    && words[0].equals(none)
                    && words[1].equals("00")
                    && !words[4].equals(none);
            if (fits) {
                return address(HexFormat.of().parseHex(words[4]));
            }
        }
        return Optional.empty();
    }

    /** Flags of the IPv6 addresses of an interface, by their 32 digits. */
    Map<String, Integer> ipv6Flags(String iface) {
        TreeMap<String, Integer> flags = new TreeMap<>();
        for (String line : lines("proc/net/if_inet6")) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 5 && words[5].equals(iface)) {
                flags.put(words[0], Integer.parseInt(words[4], 16));
            }
        }
        return flags;
    }

    /** What the machine calls itself. */
    Optional<String> hostName() {
        List<String> lines = lines("proc/sys/kernel/hostname");
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(lines.get(0).strip()).filter(name -> !name.isEmpty() && !name.equals("(none)"));
    }

    /** The name servers that programs of the machine ask. */
    List<String> nameServers() {
        List<String> servers = new ArrayList<>();
        for (String line : lines("etc/resolv.conf")) {
            String[] words = line.strip().split("\\s+");
            if (words.length > 1 && words[0].equals("nameserver") && servers.size() < NAME_SERVERS_MAX) {
                servers.add(words[1]);
            }
        }
        return servers;
    }

    private static Optional<String> address(byte[] bytes) {
        try {
            return Optional.of(InetAddress.getByAddress(bytes).getHostAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of the kernel has " + bytes.length + " bytes", e);
        }
    }

    private List<String> lines(String file) {
        return files.apply(file);
    }

    private static List<String> lines(Path root, String file) {
        try (var lines = Files.lines(root.resolve(file), StandardCharsets.UTF_8)) {
            return lines.limit(LINES_MAX).toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.debug("{} says nothing", file, e);
            return List.of();
        }
    }
}
