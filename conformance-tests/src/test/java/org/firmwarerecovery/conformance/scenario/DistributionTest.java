package org.firmwarerecovery.conformance.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.conformance.needs.CiOnly;
import org.firmwarerecovery.conformance.needs.Needs;
import org.firmwarerecovery.conformance.site.Distribution;
import org.firmwarerecovery.conformance.site.Lab;
import org.firmwarerecovery.conformance.site.NodeProcess;
import org.firmwarerecovery.conformance.site.Program;
import org.firmwarerecovery.conformance.site.SharedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an installer does with the archive of the build, in one story: processes cost seconds. */
@CiOnly("unpacks the archive of a whole build and runs it as another user")
@Needs({"tar", "setpriv", Needs.ROOT})
@ExtendWith(SharedLab.class)
class DistributionTest {
    private static final String NOBODY = "65534";

    @TempDir
    Path folder;

    @Test
    void the_archive_is_unpacked_speeds_up_by_an_unprivileged_user_serves_and_stops_with_0(Lab lab) throws Exception {
        Program.run(folder, "chmod", "755", folder.toString());
        Distribution installed = Distribution.unpack(folder.resolve("opt"));
        assertModes(installed);

        Program.run(installed.home(), "chown", NOBODY, "lib");
        String first = asNobody(installed, "bin/make-archive");
        assertTrue(first.contains("made " + installed.archive()), first);
        assertEquals(NOBODY, Files.getAttribute(installed.archive(), "unix:uid").toString());
        String again = asNobody(installed, "bin/make-archive");
        assertTrue(again.contains("is up to date"), again);

        NodeProcess node = lab.site().bareNode("installed").installed(installed).start();
        String maps = Files.readString(Path.of("/proc/" + node.pid() + "/maps"));
        assertTrue(maps.contains(installed.archive().toString()), "the archive is not used");
        assertEquals(200, node.operator().anonymous().get("/redfish/v1").statusCode());
        assertFalse(node.commandLine().contains("TieredStopAtLevel"), node.commandLine());
        assertEquals(Optional.of(0), node.stop());

        List<String> wrong = installed.command("serve", "--config", "missing.yaml");
        assertEquals(
                78,
                Program.run(folder, installed.environment(), wrong).status(),
                "the status goes through the launcher");
    }

    private static void assertModes(Distribution installed) throws Exception {
        for (String name : List.of("bin/firmware-recovery", "bin/make-archive")) {
            assertTrue(Files.isExecutable(installed.home().resolve(name)), name);
        }
        for (String name : List.of(
                "bin/find-java",
                "lib/firmware-recovery.jar",
                "systemd/firmware-recovery.service",
                "etc/node.yaml",
                "LICENSE",
                "README.md")) {
            Object mode = Files.getAttribute(installed.home().resolve(name), "unix:mode");
            assertEquals(0644, ((Integer) mode) & 0777, name);
        }
    }

    private static String asNobody(Distribution installed, String script) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        command.add(installed.home().resolve(script).toString());
        Map<String, String> environment = installed.environment();
        return Program.run(installed.home(), environment, command).orFail(command);
    }
}
