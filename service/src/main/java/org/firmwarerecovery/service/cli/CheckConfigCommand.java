package org.firmwarerecovery.service.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.firmwarerecovery.service.cli.client.TextTable;
import org.firmwarerecovery.service.cli.terminal.Screen;
import org.firmwarerecovery.service.config.ConfigurationLoader.Outcome;
import org.firmwarerecovery.service.config.ConfigurationProblem;
import org.firmwarerecovery.service.config.ConfigurationSource;
import org.firmwarerecovery.service.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code check-config}: tells every problem of a configuration at once, or with {@code --effective} what is in force. */
@Command(name = "check-config", description = "Checks a configuration without starting anything.")
final class CheckConfigCommand implements Callable<Integer> {
    /** Environment variable of the first password. */
    static final String ADMIN_PASSWORD = "FIRMWARE_RECOVERY_ADMIN_PASSWORD";

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "Configuration file (YAML).")
    private Path config = Path.of("");

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides one key; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--effective", description = "Shows value and source of each key.")
    private boolean effective;

    @Option(names = "--json", description = "Answers in JSON.")
    private boolean json;

    private final NodeLauncher launcher;
    private final Screen screen;

    CheckConfigCommand(NodeLauncher launcher, Screen screen) {
        this.launcher = launcher;
        this.screen = screen;
    }

    @Override
    public Integer call() throws Exception {
        ConfigurationSource source = new ConfigurationSource(config, overrides);
        Outcome outcome = source.load(Map.of());
        if (outcome instanceof Outcome.Accepted first) {
            try {
                outcome = source.load(
                        launcher.storedSettings(first.configuration().node().state()));
            } catch (StartRefusedException refused) {
                refused.problems().forEach(screen::note);
                return refused.status();
            }
        }
        if (outcome instanceof Outcome.Refused refused) {
            tell(refused.problems());
            return ExitStatus.BAD_CONFIGURATION;
        }
        Outcome.Accepted accepted = (Outcome.Accepted) outcome;
        accepted.notes().forEach(note -> screen.note("note: " + note));
        if (effective) {
            show(accepted.settings());
        } else if (json) {
            screen.json(Map.of("problems", List.of()));
        } else {
            screen.line(config + ": no problem found");
        }
        return ExitStatus.DONE;
    }

    private void tell(List<ConfigurationProblem> problems) {
        if (json) {
            List<Map<String, String>> rows = new ArrayList<>();
            for (ConfigurationProblem problem : problems) {
                Map<String, String> row = new LinkedHashMap<>();
                row.put("place", problem.place());
                row.put("key", problem.key());
                row.put("what", problem.what());
                row.put("expected", problem.expected());
                rows.add(row);
            }
            screen.json(Map.of("problems", rows));
        } else {
            problems.forEach(problem -> screen.line(problem.toString()));
        }
    }

    private void show(Settings settings) {
        if (json) {
            Map<String, Object> rows = new LinkedHashMap<>();
            settings.values().forEach((path, setting) -> {
                Map<String, String> row = new LinkedHashMap<>();
                row.put("value", setting.text());
                row.put("source", setting.origin().place());
                rows.put(path, row);
            });
            screen.json(rows);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        settings.values()
                .forEach((path, setting) -> rows.add(List.of(
                        path, "= " + setting.text(), "# " + setting.origin().place())));
        if (System.getenv(ADMIN_PASSWORD) != null) {
            rows.add(List.of("admin password", "= ********", "# environment " + ADMIN_PASSWORD));
        }
        TextTable.lines(rows).forEach(screen::line);
    }
}
