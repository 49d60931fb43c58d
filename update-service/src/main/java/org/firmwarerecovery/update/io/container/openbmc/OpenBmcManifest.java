package org.firmwarerecovery.update.io.container.openbmc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A MANIFEST: lines {@code key=value}, compared exactly; a carriage return at the end of a line is dropped, and a line without
 * a key is nothing. A value may hold further equals signs. Reading never fails; {@link #brokenRule} says what is missing.
 *
 * @param values every key with its values, in the order of the file
 */
public record OpenBmcManifest(Map<String, List<String>> values) {
    /** Longest version, as in our own manifests. */
    static final int VERSION_CHARS_MAX = 255;

    static final String PURPOSE = "purpose";
    static final String VERSION = "version";
    static final String MACHINE = "MachineName";
    static final String HASH_TYPE = "HashType";

    /** The purpose of firmware for the BMC itself. */
    public static final String PURPOSE_BMC = "BMC";

    private static final String PURPOSE_PREFIX = "xyz.openbmc_project.Software.Version.VersionPurpose.";
    private static final List<String> PURPOSES = List.of("Unknown", "Other", "System", PURPOSE_BMC, "Host", "PSU");
    private static final String SECOND_SIGNATURE = "_Hash_Type";
    /** Keys that decide something: OpenBMC takes the first of several, other readers may take the last. */
    private static final List<String> SINGLE = List.of(PURPOSE, VERSION, MACHINE, "KeyType", HASH_TYPE);

    /** Copies nothing: {@link #read} made the map for this record. */
    public OpenBmcManifest {
        values = Collections.unmodifiableMap(values);
    }

    /** Reads the bytes of a MANIFEST; callers bound them. */
    public static OpenBmcManifest read(byte[] bytes) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            int equals = text.indexOf('=');
            if (equals > 0) {
                values.computeIfAbsent(text.substring(0, equals), key -> new ArrayList<>())
                        .add(text.substring(equals + 1));
            }
        }
        values.replaceAll((key, list) -> List.copyOf(list));
        return new OpenBmcManifest(values);
    }

    /** First value of a key, where it has one that is not empty. */
    public Optional<String> first(String key) {
        return values.getOrDefault(key, List.of()).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** The version, empty where {@link #brokenRule} says so. */
    public String version() {
        return first(VERSION).orElse("");
    }

    /** The machine it is for, if it says so. */
    public Optional<String> machine() {
        return first(MACHINE);
    }

    /** Last word of the purpose ({@code BMC}, {@code Host}, ...), empty where it is not known. */
    public String purpose() {
        String value = first(PURPOSE).orElse("");
        String word = value.startsWith(PURPOSE_PREFIX) ? value.substring(PURPOSE_PREFIX.length()) : "";
        return PURPOSES.contains(word) ? word : "";
    }

    /** Digest of the signatures over the parts, where it is an allowed one. */
    public Optional<HashType> hashType() {
        return first(HASH_TYPE).flatMap(HashType::of);
    }

    /** True for a purpose whose one image goes by a name of its own. */
    boolean hasOwnName() {
        return !Objects.equals(purpose(), PURPOSE_BMC) && !Objects.equals(purpose(), "System");
    }

    /** True where a second signature by another algorithm is announced in this sub-folder. */
    boolean announces(String folder) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(SECOND_SIGNATURE))
                .flatMap(entry -> entry.getValue().stream())
                .anyMatch(value -> value.endsWith("," + folder));
    }

    /** The first rule that it breaks, in words. */
    Optional<String> brokenRule() {
        for (String key : SINGLE) {
            if (values.getOrDefault(key, List.of()).size() > 1) {
                return Optional.of("MANIFEST gives " + key + " twice");
            }
        }
        if (first(PURPOSE).isEmpty()) {
            return Optional.of("MANIFEST has no purpose");
        }
        if (purpose().isEmpty()) {
            return Optional.of("MANIFEST has a purpose that nobody knows");
        }
        if (first(VERSION).isEmpty()) {
            return Optional.of("MANIFEST has no version");
        }
        if (version().length() > VERSION_CHARS_MAX || machine().orElse("").length() > VERSION_CHARS_MAX) {
            return Optional.of("MANIFEST has a version or machine of more than " + VERSION_CHARS_MAX + " characters");
        }
        return isText(version()) && isText(machine().orElse(""))
                ? Optional.empty()
                : Optional.of("MANIFEST has a version or machine with characters that are no text");
    }

    private static boolean isText(String value) {
        return value.chars().noneMatch(c -> Character.isISOControl(c) || c == 0xFFFD);
    }
}
