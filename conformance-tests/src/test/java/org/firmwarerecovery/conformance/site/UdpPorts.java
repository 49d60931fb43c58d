package org.firmwarerecovery.conformance.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The UDP ports that a process of this machine has open, as the kernel tells its owner. */
public final class UdpPorts {
    private UdpPorts() {}

    /** IPv4 ports of the process {@code pid}. */
    public static List<Integer> of(long pid) throws IOException {
        TreeSet<String> sockets = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                sockets.add(target(descriptor));
            }
        }
        List<Integer> ports = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/udp"))) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length > 9 && sockets.contains("socket:[" + fields[9] + "]")) {
                ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
            }
        }
        return ports;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return ""; // closed meanwhile
        }
    }
}
