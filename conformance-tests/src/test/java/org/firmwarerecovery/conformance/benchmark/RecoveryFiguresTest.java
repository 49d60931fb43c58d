package org.firmwarerecovery.conformance.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Distribution;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.firmwarerecovery.conformance.site.Site;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the finding that both banks of 64 MiB are damaged until both are good, beside a line of shell that moves the same
 * bytes from the same donor over the same TLS: curl, sha256sum, dd conv=fsync, sha256sum. Warm: nodes that ran before and
 * were idle for 10 s. Cold: both were started a moment ago. The times are those of the recovery's own record.
 */
@Tag("long")
@Needs({"tar", "curl", "dd", "sha256sum"})
@ExtendWith(SharedLab.class)
class RecoveryFiguresTest {
    private static final int RUNS = 5;
    private static final String SEARCHING = "Searching";

    @TempDir
    Path folder;

    /** Seconds of one way to be measured. */
    private static final class Way {
        private final Sample line = new Sample();
        private final Sample all = new Sample();
        private final Sample search = new Sample();
        private final Sample ratio = new Sample();
        private final Map<String, Sample> states = new LinkedHashMap<>();

        void add(double lineSeconds, JsonNode record) {
            double seconds = 0;
            double searching = 0;
            Map<String, Double> sums = new LinkedHashMap<>();
            for (JsonNode entry : record.path("Timeline")) {
                double took = entry.path("DurationMillis").asDouble() / 1000;
                String state = entry.path("State").asText();
                seconds += took;
                searching += state.equals(SEARCHING) ? took : 0;
                sums.merge(state, took, Double::sum);
            }
            line.add(lineSeconds);
            all.add(seconds);
            search.add(searching);
            ratio.add((seconds - searching) / lineSeconds);
            sums.forEach((state, sum) ->
                    states.computeIfAbsent(state, ignored -> new Sample()).add(sum));
        }

        void print(String label) {
            Bench.line("%n== %s, %d runs: least, median, most, in seconds", label, RUNS);
            Bench.line("%-42s %s", "curl + sha256sum + dd fsync + sha256sum", line);
            Bench.line("%-42s %s", "from finding to both banks good", all);
            Bench.line("%-42s %s", "  of these searching (MX 1 s, collect 2 s)", search);
            states.forEach((state, sample) -> Bench.line("  %-40s %s", state, sample));
            Bench.line("%-42s %s", "without searching, times that line", ratio);
        }
    }

    @Test
    void warm(Lab lab) throws Exception {
        Bench bench = Bench.of(lab, "warm").start(installed(), Map.of());
        bench.install();
        bench.recover();
        Way warm = new Way();
        for (int run = 0; run < RUNS; run++) {
            bench.settle();
            Bench.idle(Duration.ofSeconds(10));
            double line = line(lab, bench);
            warm.add(line, bench.recover());
        }
        warm.print("warm");
        bench.stop();
    }

    @Test
    void cold(Lab lab) throws Exception {
        Distribution installed = installed();
        Bench bench = Bench.of(lab, "cold").start(installed, Map.of());
        bench.install();
        Way cold = new Way();
        for (int run = 0; run < RUNS; run++) {
            bench.stop();
            bench.start(installed, Map.of());
            bench.settle();
            JsonNode record = bench.recover();
            cold.add(coldLine(lab, bench), record);
        }
        cold.print("cold");
        bench.stop();
    }

    private Distribution installed() throws Exception {
        Distribution installed = Distribution.unpack(folder);
        installed.makeArchive();
        return installed;
    }

    /** The line after a new start of the donor, which then has to warm up for it as well. */
    private double coldLine(Lab lab, Bench bench) throws Exception {
        bench.settle();
        bench.donor().stop();
        bench.donor().start();
        bench.donor().operator().awaitHealthy(Bench.LIMIT);
        return line(lab, bench);
    }

    private double line(Lab lab, Bench bench) throws Exception {
        String bank = bench.donor().operator().activeBank().toUpperCase(Locale.ROOT);
        String uri = bench.donor().address() + "/redfish/v1/UpdateService/FirmwareInventory/BMC-" + bank + "/image";
        String script = "curl -sSfk -u " + Site.ADMIN + ":\"$PASSWORD\" -o fetched " + uri
                + " && sha256sum fetched && dd if=fetched of=bank bs=1M conv=fsync status=none && sha256sum bank";
        Path here = bench.donor().folder();
        long begin = System.nanoTime();
        Program.run(here, Map.of("PASSWORD", lab.site().password()), List.of("sh", "-c", script))
                .orFail(List.of(script));
        return (System.nanoTime() - begin) / 1e9;
    }
}
