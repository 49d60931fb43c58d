package org.firmwarerecovery.conformance.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A mount namespace, and on demand a network namespace, of its own: what is mounted or configured in it is nobody else's
 * matter. Needs the superuser.
 *
 * <p>It lives as long as its keeper, a process that waits for the end of a pipe from this one; so it goes away with everything
 * in it even when the tests are killed.
 */
public final class Enclosure implements AutoCloseable {
    private static final int STOP_SECONDS = 10;

    private final Path folder;
    private final Process keeper;
    private final boolean network;

    private Enclosure(Path folder, Process keeper, boolean network) {
        this.folder = folder;
        this.keeper = keeper;
        this.network = network;
    }

    /** With mounts of its own. */
    public static Enclosure withMounts(Path folder) throws IOException {
        return open(folder, false);
    }

    /** With mounts and a network of its own, where at first there is not even loopback. */
    public static Enclosure withNetwork(Path folder) throws IOException {
        return open(folder, true);
    }

    private static Enclosure open(Path folder, boolean network) throws IOException {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
        if (network) {
            command.add("--net");
        }
        command.addAll(List.of("sh", "-c", "echo here; exec cat"));
        Process keeper = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] said = keeper.getInputStream().readNBytes("here\n".length());
        if (!new String(said, StandardCharsets.UTF_8).equals("here\n")) {
            keeper.destroyForcibly();
            throw new IOException("no namespaces: " + new String(said, StandardCharsets.UTF_8));
        }
        return new Enclosure(folder, keeper, network);
    }

    /** How a command is run in here. */
    public List<String> enter(List<String> command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(keeper.pid()), "--mount"));
        if (network) {
            words.add("--net");
        }
        words.add("--");
        words.addAll(command);
        return words;
    }

    /** Runs a command in here; it has to succeed. */
    public String run(String... command) throws Exception {
        return Program.run(folder, enter(List.of(command)).toArray(new String[0]));
    }

    /** Where a file of the enclosure is seen from outside, what is mounted inside included. */
    public Path seen(Path inside) {
        return Path.of("/proc/" + keeper.pid() + "/root" + inside.toAbsolutePath());
    }

    /** Joins two networks by a cable with these ends, which are up and have nothing but a link-local address each. */
    public static void join(Enclosure one, String address, Enclosure other, String otherAddress, String name)
            throws Exception {
        one.run(
                "ip",
                "link",
                "add",
                name,
                "type",
                "veth",
                "peer",
                "name",
                name,
                "netns",
                Long.toString(other.keeper.pid()));
        one.bringUp(name, address);
        other.bringUp(name, otherAddress);
    }

    private void bringUp(String name, String address) throws Exception {
        // Loopback is needed to reach an own address, but has none itself.
        run("ip", "link", "set", "lo", "up");
        run("ip", "address", "flush", "dev", "lo");
        // Made by hand: an address from the hardware address would be another one in each run, and be on trial for a
        // second.
        run("ip", "link", "set", name, "addrgenmode", "none", "up");
        run("ip", "address", "add", address + "/64", "dev", name, "nodad");
    }

    @Override
    public void close() throws Exception {
        keeper.getOutputStream().close();
        if (!keeper.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            keeper.destroyForcibly();
        }
    }
}
