package org.firmwarerecovery.service.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One line per key: a value that is not the default goes in by its own path and comes out of the loader from the command
 * line. A key without a line here fails the test, so no key is ever forgotten.
 */
@NullUnmarked // JUnit fills the fields.
class EveryKeyTest {
    private static final String DIGEST = "ab".repeat(32);
    private static final String UUID_TEXT = "3f2b8a52-6f0e-4f5f-9a52-0d6b1f0c7e11";

    /** {key, value written, value as check-config --effective spells it when that differs}. */
    private static final String[][] LINES = {
        {"node.name", "bmc-01"},
        {"node.uuid", UUID_TEXT},
        {"node.state", "elsewhere", "BASE/elsewhere"},
        {"node.roles", "[Donor]"},
        {"node.asset.manufacturer", "Example"},
        {"node.asset.model", "One"},
        {"node.asset.serialNumber", "S-1"},
        {"listen.addresses", "[127.0.0.2, '::1']", "[127.0.0.2, '0:0:0:0:0:0:0:1']"},
        {"listen.https", "0"},
        {"listen.http", "8080"},
        {"listen.loopbackHttp", "8081"},
        {"listen.connectionsMax", "7"},
        {"listen.idleTimeout", "31s"},
        {"listen.readTimeout", "11s"},
        {"listen.shutdownGrace", "6s"},
        {"admin.user", "root"},
        {"admin.passwordFile", "secret", "BASE/secret"},
        {"accounts.hashIterations", "20000"},
        {"accounts.passwordLengthMin", "12"},
        {"accounts.basicAuth", "Unadvertised"},
        {"accounts.lockoutThreshold", "6"},
        {"accounts.lockoutDuration", "61s"},
        {"accounts.lockoutReset", "62s"},
        {"accounts.basicCache", "4m"},
        {"sessions.max", "8"},
        {"sessions.timeout", "30m"},
        {"sessions.enabled", "false"},
        {"discovery.ssdp", "false"},
        {"discovery.hops", "3"},
        {"discovery.ipv6Scope", "Site"},
        {"discovery.announce", "9m"},
        {"trust.signers", "[file]", "[BASE/file]"},
        {"trust.threshold", "2"},
        {"trust.revoked", "file", "BASE/file"},
        {"trust.openbmcKeys", "[file]", "[BASE/file]"},
        {"trust.time", "enforce"},
        {"trust.fleetCa", "file", "BASE/file"},
        {"trust.certificate", "file", "BASE/file"},
        {"trust.key", "secret", "BASE/secret"},
        {"trust.fleetKey", "secret", "BASE/secret"},
        {"tasks.acceptedBody", "task"},
        {"tasks.failedMonitor", "task"},
        {"tasks.max", "17"},
        {"tasks.keep", "2h"},
        {"telemetry.interval", "90s"},
        {"compat.httpPushUri", "true"},
        {"compat.taskSeverity", "true"},
        {"node.asset.chassisType", "Blade"},
        {"node.asset.assetTag", "'it''s mine'", "it's mine"},
        {"node.serviceIdentification", "rack 7"},
        {"host", "simulated"},
        {"hostHooks.reset", "[/bin/reset, -x]"},
        {"hostHooks.resetTypes", "[On, ForceOff]"},
        {"hostHooks.bootTargets", "[Pxe, Hdd]"},
        {"hostHooks.power", "[/bin/power]"},
        {"hostHooks.powerInterval", "6s"},
        {"hostHooks.commandWithin", "11s"},
        {"networkHooks.read", "[/bin/net, read]"},
        {"networkHooks.write", "[/bin/net, write]"},
        {"networkHooks.commandWithin", "12s"},
        {"policy.onFinding", "Ask"},
        {"policy.sources", "[Network]"},
        {"policy.redundancy", "Keep"},
        {"policy.preferences", "[Nearest, LeastLoaded]"},
        {"policy.allowDowngrade", "Never"},
        {"policy.baseline", "{EXAMPLE-BMC-1: [" + DIGEST + "]}"},
        {"policy.donateAfter", "0s"},
        {"policy.offersMax", "16"},
        {"policy.slots", "2"},
        {"policy.collect", "3s"},
        {"policy.attempts", "9"},
        {"policy.writesPerDay", "21"},
        {"scan.interval", "2s"},
        {"scan.bandwidth", "1MiB/s"},
        {"images.keep", "Requested"},
        {"images.quota", "2GiB"},
        {"images.library", ".", "BASE"},
        {"images.libraryInterval", "250ms"},
        {"update.enabled", "false"},
        {"update.allowSchemes", "[https]"},
        {"update.allowAddresses", "[127.0.0.0/8]"},
        {"update.maxImageSize", "128MiB"},
        {"events.allowAddresses", "[127.0.0.0/8]"},
        {"events.authorities", "[file]", "[BASE/file]"},
        {"transfer.connectTimeout", "6s"},
        {"transfer.answerTimeout", "12s"},
        {"transfer.stallTimeout", "33s"},
        {"transfer.chunkTimeout", "61s"},
        {"transfer.minimumRate", "5KiB/s"},
        {"transfer.rateWindow", "11s"},
        {"transfer.limit", "23h"},
        {"update.bankTimeout", "31m"},
        {"negotiation.queryTimeout", "13s"},
        {"negotiation.requestTimeout", "14s"},
        {"negotiation.busyRetries", "2"},
        {"negotiation.queriesMax", "4"},
        {"negotiation.offersEnough", "1"},
        {"negotiation.offerValid", "32s"},
        {"negotiation.requestKept", "11m"},
        {"negotiation.lease", "63s"},
        {"negotiation.leaseMax", "22h"},
        {"negotiation.hashAge", "2h"},
        {"negotiation.donorQuarantine", "3h"},
        {"backoff.initial", "250ms"},
        {"backoff.max", "6m"},
        {"discovery.interfaces.lo.name", "lo"},
        {"discovery.interfaces.lo.class", "Wireless"},
        {"discovery.interfaces.lo.outOfBand", "false"},
        {"discovery.peers." + UUID_TEXT + ".url", "https://192.0.2.7:8443"},
        {"discovery.peers." + UUID_TEXT + ".uuid", UUID_TEXT},
        {"discovery.consoles." + UUID_TEXT + ".url", "https://192.0.2.8:8443"},
        {"discovery.consoles." + UUID_TEXT + ".uuid", UUID_TEXT},
        {"components.BMC.id", "BMC"},
        {"components.BMC.name", "BMC operational code"},
        {"components.BMC.softwareId", "EXAMPLE-BMC-2"},
        {"components.BMC.machine", "example"},
        {"components.BMC.size", "32MiB"},
        {"components.BMC.flash", "mtd"},
        {"components.BMC.devices.A", "/dev/mtd4"},
        {"components.BMC.devices.B", "/dev/mtd5"},
        {"components.BMC.devices.Golden", "/dev/mtd6"},
        {"components.BMC.banks", "[B, A, Golden]"},
        {"components.BMC.minSecurityVersion", "3"},
        {"components.BMC.adopt", "file", "BASE/file"},
        {"components.BMC.activation.prepare", "[/bin/true, -x]"},
        {"components.BMC.activation.command", "[/bin/activate, now, now]"},
        {"components.BMC.activation.commandWithin", "3m"},
        {"components.BMC.activation.confirm", "{file: beat, maxAge: 5s}", "{file: BASE/beat, maxAge: 5s}"},
        {"components.BMC.activation.confirmWithin", "4m"},
        {"components.BMC.boot.maxFailures", "5"},
    };

    private static final String FILE = """
            components:
              - { id: BMC, softwareId: EXAMPLE-BMC-1, size: 64MiB }
            discovery:
              interfaces: [lo]
              peers: [{ url: https://192.0.2.7, uuid: 3f2b8a52-6f0e-4f5f-9a52-0d6b1f0c7e11 }]
              consoles: [{ url: https://192.0.2.8, uuid: 3f2b8a52-6f0e-4f5f-9a52-0d6b1f0c7e11 }]
            """;

    @TempDir
    Path base;

    @BeforeEach
    void write_the_files_that_keys_name() throws IOException {
        Files.writeString(base.resolve("file"), "x");
        Files.writeString(base.resolve("file.p7s"), "x");
        Files.writeString(base.resolve("secret"), "x");
        Files.setPosixFilePermissions(base.resolve("secret"), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void every_declared_key_has_a_line_here_and_every_line_a_key() {
        TreeSet<String> tested = new TreeSet<>();
        for (String[] line : LINES) {
            tested.add(line[0].replaceFirst("^components\\.BMC\\.", "components[].")
                    .replaceFirst("^discovery\\.(interfaces|peers|consoles)\\..*\\.", "discovery.$1[]."));
        }
        assertEquals(new TreeSet<>(ConfigurationReference.paths()), tested);
    }

    @Test
    void every_key_is_accepted_on_the_command_line_and_spelled_back() {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String[] line : LINES) {
            overrides.put(line[0], line[1]);
        }
        ConfigurationLoader.Outcome outcome =
                ConfigurationLoader.parse(FILE, base.resolve("node.yaml"), Map.of(), overrides);
        ConfigurationLoader.Outcome.Accepted accepted =
                assertInstanceOf(ConfigurationLoader.Outcome.Accepted.class, outcome, outcome::toString);
        List<String> wrong = new ArrayList<>();
        for (String[] line : LINES) {
            String expected = line[line.length - 1].replace("BASE", base.toString());
            Settings.Setting<?> setting = accepted.settings().values().get(line[0]);
            if (setting == null
                    || !setting.text().equals(expected)
                    || !setting.origin().equals(Origin.SET)) {
                wrong.add(line[0] + ": " + setting);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void every_built_in_value_of_a_key_differs_from_its_line_or_the_line_proves_nothing() {
        List<String> same = new ArrayList<>();
        for (ConfigurationKey<?> key : Declaration.keys()) {
            for (String[] line : LINES) {
                if (line[0].equals(key.path()) && line[1].equals(key.initial())) {
                    same.add(line[0]);
                }
            }
        }
        assertEquals(List.of(), same);
    }

    @Test
    void every_value_that_effective_shows_can_be_written_into_a_file() {
        ConfigurationLoader.Outcome first = ConfigurationLoader.parse(FILE, base.resolve("a.yaml"), Map.of(), Map.of());
        Settings settings = assertInstanceOf(ConfigurationLoader.Outcome.Accepted.class, first)
                .settings();
        Map<String, String> overrides = new LinkedHashMap<>();
        settings.values().forEach((path, setting) -> overrides.put(path, setting.text()));
        ConfigurationLoader.Outcome again =
                ConfigurationLoader.parse(FILE, base.resolve("a.yaml"), Map.of(), overrides);
        Settings second = assertInstanceOf(ConfigurationLoader.Outcome.Accepted.class, again, again::toString)
                .settings();
        settings.values()
                .forEach((path, setting) ->
                        assertEquals(setting.text(), second.values().get(path).text(), path));
    }
}
