package org.firmwarerecovery.service.config;

import java.util.Map;
import java.util.Optional;

/**
 * Applies single assignments over what the file says: {@code scan.interval=2s}, {@code components.BMC.size=32MiB},
 * {@code policy.sources=Network,ImageStore}. Values are YAML, so lists and mappings may be given whole.
 */
final class Assignments {
    private final WrittenSettings written;

    Assignments(WrittenSettings written) {
        this.written = written;
    }

    /** Applies settings of one layer; keys that only the file may change are refused for the Redfish layer. */
    void apply(Map<String, String> settings, Origin origin) {
        settings.forEach((path, text) -> apply(path, text, origin));
    }

    private void apply(String path, String text, Origin origin) {
        YamlText.Outcome outcome = YamlText.read(text, line -> origin);
        boolean flow = text.startsWith("[") || text.startsWith("{");
        if (outcome instanceof YamlText.Outcome.Broken broken && flow) {
            written.problem(origin, path, "\"" + text + "\" " + broken.what(), broken.expected());
            return;
        }
        // A plain word that YAML would read as one of its own signs, such as @name, is meant as it stands.
        RawValue value = outcome instanceof YamlText.Outcome.Read read
                ? read.root()
                : new RawValue.Scalar(text, text.isEmpty(), origin);
        Optional<ConfigurationKey<?>> key = Declaration.key(path);
        Optional<ListSection> whole = Declaration.list(path);
        if (key.isPresent()) {
            if (origin.layer() == Origin.Layer.REDFISH && !key.get().changeable()) {
                written.problem(origin, path, "cannot be changed through Redfish", "a change of the file");
            } else {
                written.put(path, value);
            }
        } else if (whole.isPresent()) {
            new MappingWalk(written).list(whole.get(), value);
        } else {
            element(path, value, origin);
        }
    }

    private void element(String path, RawValue value, Origin origin) {
        for (ListSection list : ListSections.ALL) {
            if (!path.startsWith(list.path() + ".")) {
                continue;
            }
            String rest = path.substring(list.path().length() + 1);
            for (String id : written.elements(list.path()).keySet()) {
                if (rest.startsWith(id + ".")
                        && list.key(rest.substring(id.length() + 1)).isPresent()) {
                    written.put(path, value);
                    return;
                }
            }
            String known = String.join(", ", written.elements(list.path()).keySet());
            written.problem(
                    origin, path, "no such element or key", "an id of the file (" + known + ") and one of its keys");
            return;
        }
        written.problem(
                origin,
                path,
                "unknown key",
                NearestName.to(path, Declaration.names(""))
                        .map(name -> "did you mean " + name + "?")
                        .orElse("a key of the reference"));
    }
}
