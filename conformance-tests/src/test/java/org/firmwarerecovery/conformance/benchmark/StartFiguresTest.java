package org.firmwarerecovery.conformance.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Distribution;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * CPU and wall time from exec to the first 200 of the service root over TLS, of a node with a fleet, SSDP and two banks of
 * 64 MiB that are read meanwhile. With and without an archive, on every Java runtime of this machine.
 */
@Tag("long")
@Needs({"tar"})
@ExtendWith(SharedLab.class)
class StartFiguresTest {
    private static final int RUNS = 5;

    @TempDir
    Path folder;

    @Test
    void start(Lab lab) throws Exception {
        Distribution installed = Distribution.unpack(folder);
        Bench bench = Bench.of(lab, "start");
        bench.start(installed, Map.of()).install();
        bench.stop();
        Bench.line("%n== from exec to the first 200 over TLS, %d runs: least, median, most", RUNS);
        for (Map.Entry<Integer, Path> runtime : Distribution.runtimes().entrySet()) {
            Distribution plain = installed.on(runtime.getValue(), "none-" + runtime.getKey());
            Distribution faster = installed.on(runtime.getValue(), "archive-" + runtime.getKey());
            faster.makeArchive();
            measure(
                    "Java " + runtime.getKey() + ", no archive",
                    bench.recipient().installed(plain));
            long mebibytes = Files.size(faster.archive()) >> 20;
            measure(
                    "Java " + runtime.getKey() + ", archive of " + mebibytes + " MiB",
                    bench.recipient().installed(faster));
        }
    }

    private static void measure(String label, NodeProcess node) throws Exception {
        Sample cpu = new Sample();
        Sample wall = new Sample();
        Sample resident = new Sample();
        for (int run = 0; run < RUNS; run++) {
            long begin = System.nanoTime();
            node.start().operator().anonymous().get("/redfish/v1").then().statusCode(200);
            wall.add((System.nanoTime() - begin) / 1e9);
            ProcessFigures figures = new ProcessFigures(node.pid());
            cpu.add(figures.cpuSeconds());
            resident.add(figures.residentMebibytes());
            node.stop();
        }
        Bench.line("%-34s CPU s %s   wall s %s   RSS MiB %s", label, cpu, wall, resident);
    }
}
