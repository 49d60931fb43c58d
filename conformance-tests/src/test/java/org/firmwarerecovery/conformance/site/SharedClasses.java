package org.firmwarerecovery.conformance.site;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class data archive of the product, made once for all processes of a run: a start then costs about a third less. It only
 * saves time, as on a controller; the demo's processes run without it. A process that cannot use it runs without, silently.
 */
final class SharedClasses {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern READY = Pattern.compile("(?m)^ready (https://\\S+) ");
    private static volatile List<String> flags = List.of();

    private SharedClasses() {}

    /** Flags of the virtual machine that use the archive; none before it was made. */
    static List<String> flags() {
        return flags;
    }

    /** Makes the archive in {@code folder}: a node without components starts, answers once, and ends. */
    static synchronized void prepare(Path folder) throws Exception {
        if (!flags.isEmpty()) {
            return;
        }
        Path archive = folder.resolve("classes.jsa");
        Path configuration = Files.writeString(
                folder.resolve("node.yaml"),
                "listen: { addresses: [127.0.0.1], https: 0, http: off }\ndiscovery: { ssdp: false }\n");
        Path output = folder.resolve("stdout");
        List<String> command = new ArrayList<>(Program.productCommand("serve", "--config", configuration.toString()));
        command.add(1, "-XX:ArchiveClassesAtExit=" + archive);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("log").toFile());
        builder.environment().put("FIRMWARE_RECOVERY_ADMIN_PASSWORD", Site.ADMIN + "-Aa1");
        Process process = builder.start();
        try {
            URI address = Await.until(LIMIT, () -> "the node is not ready", () -> {
                Matcher ready = READY.matcher(Files.readString(output));
                if (!process.isAlive()) {
                    throw new AssertionError("the node ended: " + Files.readString(folder.resolve("log")));
                }
                return ready.find() ? Optional.of(URI.create(ready.group(1))) : Optional.empty();
            });
            new Operator(address, Site.ADMIN, Site.ADMIN + "-Aa1").get("/redfish/v1/Managers/BMC");
            process.destroy();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the node did not end");
            }
        } finally {
            process.destroyForcibly();
        }
        flags = List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }
}
