package org.firmwarerecovery.service.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a {@link NodeConfiguration} of the four layers: built-in values, file, settings changed through Redfish, command
 * line. Reports every problem at once and changes nothing on disk. Thread-safe, keeps no state.
 */
public final class ConfigurationLoader {
    private ConfigurationLoader() {}

    /** What loading gave. */
    public sealed interface Outcome {
        /**
         * Usable.
         *
         * @param configuration the typed configuration
         * @param settings value and origin of each key
         * @param notes what is allowed but probably not meant, one sentence each
         */
        record Accepted(NodeConfiguration configuration, Settings settings, List<String> notes) implements Outcome {}

        /**
         * Not usable.
         *
         * @param problems everything that is wrong, in the order of the layers
         */
        record Refused(List<ConfigurationProblem> problems) implements Outcome {}
    }

    /**
     * Loads a file.
     *
     * @param file the YAML file; relative paths in it start at its folder
     * @param redfish settings changed through Redfish: key path to YAML text
     * @param overrides settings of the command line: key path to YAML text
     */
    public static Outcome load(Path file, Map<String, String> redfish, Map<String, String> overrides) {
        try {
            return parse(Files.readString(file), file, redfish, overrides);
        } catch (NoSuchFileException missing) {
            return unreadable(file, "no such file");
        } catch (MalformedInputException binary) {
            return unreadable(file, "not UTF-8");
        } catch (IOException failed) {
            return unreadable(file, "cannot be read (" + failed.getMessage() + ")");
        }
    }

    /** Loads {@code text} as if it stood in {@code file}. */
    public static Outcome parse(String text, Path file, Map<String, String> redfish, Map<String, String> overrides) {
        String shown = file.toString();
        WrittenSettings written = new WrittenSettings();
        YamlText.Outcome document = YamlText.read(text, line -> Origin.line(shown, line));
        if (document instanceof YamlText.Outcome.Broken broken) {
            written.problem(broken.origin(), "", broken.what(), broken.expected());
            return new Outcome.Refused(written.problems());
        }
        new MappingWalk(written).root(((YamlText.Outcome.Read) document).root());
        Assignments assignments = new Assignments(written);
        assignments.apply(redfish, Origin.REDFISH);
        assignments.apply(overrides, Origin.SET);
        Path base = file.toAbsolutePath().normalize().getParent();
        return typed(written, base == null ? Path.of("/") : base);
    }

    private static Outcome typed(WrittenSettings written, Path base) {
        Map<String, Settings.Setting<?>> values = new LinkedHashMap<>();
        Map<String, List<String>> elements = new LinkedHashMap<>();
        for (ConfigurationKey<?> key : Declaration.keys()) {
            read(key, key.path(), Origin.BUILT_IN, written, base)
                    .ifPresent(setting -> values.put(setting.key().path(), setting));
        }
        for (ListSection list : ListSections.ALL) {
            elements.put(
                    list.path(), new ArrayList<>(written.elements(list.path()).keySet()));
            written.elements(list.path()).forEach((id, begin) -> {
                for (ConfigurationKey<?> key : list.keys()) {
                    String path = list.element(id) + "." + key.path();
                    read(key, path, begin, written, base).ifPresent(setting -> values.put(path, setting));
                }
            });
        }
        if (!written.problems().isEmpty()) {
            return new Outcome.Refused(written.problems());
        }
        Settings settings = new Settings(values, elements);
        NodeConfiguration configuration = ConfigurationAssembly.assemble(settings);
        CrossChecks checks = new CrossChecks(configuration, settings);
        List<ConfigurationProblem> problems = checks.problems();
        return problems.isEmpty()
                ? new Outcome.Accepted(configuration, settings, checks.notes())
                : new Outcome.Refused(problems);
    }

    private static <T> Optional<Settings.Setting<T>> read(
            ConfigurationKey<T> key, String path, Origin begin, WrittenSettings written, Path base) {
        Optional<RawValue> raw = written.value(path);
        if (raw.isEmpty()) {
            if (key.required()) {
                written.problem(begin, path, "missing", "this key is required");
                return Optional.empty();
            }
            return Optional.of(new Settings.Setting<>(key, key.builtIn(base), Origin.BUILT_IN));
        }
        Reading<T> reading = key.type().read(raw.get(), base);
        if (reading instanceof Reading.Bad<T> bad) {
            written.problem(raw.get().origin(), path, bad.what(), bad.expected());
            return Optional.empty();
        }
        T value = ((Reading.Good<T>) reading).value();
        return Optional.of(new Settings.Setting<>(key, value, raw.get().origin()));
    }

    private static Outcome unreadable(Path file, String what) {
        return new Outcome.Refused(
                List.of(new ConfigurationProblem(file.toString(), "", what, "a readable YAML file")));
    }
}
