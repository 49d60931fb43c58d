package org.firmwarerecovery.conformance.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Distribution;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory of a donor and a recipient: idle for 30 s with a scan in between, at most during a recovery of 64 MiB, idle again;
 * and in a run of its own, what the virtual machine says it is made of.
 */
@Tag("long")
@Needs({"tar"})
@ExtendWith(SharedLab.class)
class MemoryFiguresTest {
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Pattern PART = Pattern.compile("(?m)^-\\s+(\\S.*?) \\(reserved=\\d+KB, committed=(\\d+)KB");

    @TempDir
    Path folder;

    @Test
    void resident(Lab lab) throws Exception {
        Distribution installed = Distribution.unpack(folder);
        for (Map.Entry<Integer, Path> runtime : Distribution.runtimes().entrySet()) {
            Distribution here = installed.on(runtime.getValue(), "archive-" + runtime.getKey());
            here.makeArchive();
            resident(Bench.of(lab, "memory" + runtime.getKey()), here, "Java " + runtime.getKey());
        }
    }

    @Test
    void parts(Lab lab) throws Exception {
        Distribution installed = Distribution.unpack(folder);
        for (Map.Entry<Integer, Path> runtime : Distribution.runtimes().entrySet()) {
            Distribution here = installed.on(runtime.getValue(), "archive-" + runtime.getKey());
            here.makeArchive();
            parts(Bench.of(lab, "parts" + runtime.getKey()), here, runtime.getValue());
        }
    }

    private static void resident(Bench bench, Distribution installed, String label) throws Exception {
        bench.start(installed, Map.of()).install();
        Bench.idle(IDLE);
        Bench.line("%n== %s, MiB in memory (of these its own)            donor        recipient", label);
        print("idle for 30 s after an update and a scan", bench);
        for (NodeProcess node : bench.both()) {
            new ProcessFigures(node.pid()).forgetPeak();
        }
        bench.recover();
        Bench.line(
                "%-46s %6.0f           %6.0f",
                "most while 64 MiB were recovered",
                new ProcessFigures(bench.donor().pid()).peakMebibytes(),
                new ProcessFigures(bench.recipient().pid()).peakMebibytes());
        Bench.idle(IDLE);
        print("idle for 30 s after that", bench);
        bench.stop();
    }

    private static void print(String label, Bench bench) throws Exception {
        ProcessFigures donor = new ProcessFigures(bench.donor().pid());
        ProcessFigures recipient = new ProcessFigures(bench.recipient().pid());
        Bench.line(
                "%-46s %6.0f (%3.0f)     %6.0f (%3.0f)    threads %d, %d",
                label,
                donor.residentMebibytes(),
                donor.anonymousMebibytes(),
                recipient.residentMebibytes(),
                recipient.anonymousMebibytes(),
                donor.threads(),
                recipient.threads());
    }

    /** Tracking itself costs some memory, hence a run of its own. */
    private static void parts(Bench bench, Distribution installed, Path runtime) throws Exception {
        Path jcmd = runtime.resolve("bin/jcmd");
        if (!Files.isExecutable(jcmd)) {
            Bench.line("no %s: the parts are not told", jcmd);
            return;
        }
        bench.start(installed, Map.of("FIRMWARE_RECOVERY_JAVA_OPTS", "-XX:NativeMemoryTracking=summary"))
                .install();
        bench.recover();
        Bench.idle(IDLE);
        String pid = Long.toString(bench.recipient().pid());
        String told = Program.run(bench.recipient().folder(), jcmd.toString(), pid, "VM.native_memory", "summary");
        Bench.line("parts of the recipient, MiB committed, after a recovery and 30 s:");
        for (Matcher part = PART.matcher(told); part.find(); ) {
            double mebibytes = Long.parseLong(part.group(2)) / 1024.0;
            if (mebibytes >= 0.5) {
                Bench.line("  %-28s %6.1f", part.group(1), mebibytes);
            }
        }
        bench.stop();
    }
}
