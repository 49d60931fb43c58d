package org.firmwarerecovery.service.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.firmwarerecovery.update.component.Digest;

/** The key type of {@code policy.baseline}: per SoftwareId the manifests (by SHA-256) that the operator wants. */
final class BaselineType {
    static final KeyType<SortedMap<String, List<Digest>>> TYPE = new KeyType<>(
            "mapping of SoftwareId to list of manifest digests",
            "SHA-256, 64 hexadecimal digits",
            BaselineType::read,
            BaselineType::write);

    private static final Pattern SHA_256 = Pattern.compile("(sha-256:)?[0-9a-f]{64}");
    private static final String EXPECTED = "a mapping such as {EXAMPLE-BMC-1: [64 lower-case hexadecimal digits]}";

    private BaselineType() {}

    private static Reading<SortedMap<String, List<Digest>>> read(RawValue raw, Path base) {
        if (!(raw instanceof RawValue.Mapping mapping)) {
            return new Reading.Bad<>("not a mapping", EXPECTED);
        }
        SortedMap<String, List<Digest>> baseline = new TreeMap<>();
        for (RawValue.Entry entry : mapping.entries()) {
            Reading<List<String>> texts = KeyTypes.list(KeyTypes.TEXT).read(entry.value(), base);
            if (!(texts instanceof Reading.Good<List<String>> good)) {
                return new Reading.Bad<>(entry.name() + " has no list of digests", EXPECTED);
            }
            List<Digest> digests = new ArrayList<>();
            for (String text : good.value()) {
                if (!SHA_256.matcher(text).matches()) {
                    return new Reading.Bad<>(entry.name() + ": \"" + text + "\" is no digest", EXPECTED);
                }
                digests.add(Digest.sha256(text.substring(text.length() - 64)));
            }
            if (baseline.put(entry.name(), List.copyOf(digests)) != null) {
                return new Reading.Bad<>(entry.name() + " stands twice", EXPECTED);
            }
        }
        return new Reading.Good<>(Collections.unmodifiableSortedMap(baseline));
    }

    private static String write(SortedMap<String, List<Digest>> baseline) {
        return baseline.entrySet().stream()
                .map(entry -> entry.getKey() + ": "
                        + entry.getValue().stream().map(Digest::hex).collect(Collectors.joining(", ", "[", "]")))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
