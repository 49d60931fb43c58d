package org.firmwarerecovery.service.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.oem.BaselineEntry;
import org.firmwarerecovery.redfish.oem.FirmwareRecoveryServicePatch.PolicyPatch;
import org.firmwarerecovery.redfish.oem.RecoveryPolicy;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.journal.ComponentRecord;
import org.firmwarerecovery.update.policy.DowngradeRule;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.policy.Policy;
import org.firmwarerecovery.update.policy.Preference;
import org.firmwarerecovery.update.policy.SourceKind;

/** The policy between its three forms: the machines' record, the Redfish document, the keys of the configuration. */
final class PolicyDocument {
    private static final List<String> REDUNDANCY = List.of("Mirror", "Keep");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final long COUNT_MAX = 1_000;

    private PolicyDocument() {}

    /** As the document shows it. */
    static RecoveryPolicy of(Policy policy) {
        List<BaselineEntry> baseline = new ArrayList<>();
        policy.baseline()
                .forEach((software, digests) -> baseline.add(new BaselineEntry(
                        software, digests.stream().map(Digest::hex).toList())));
        return RecoveryPolicy.builder()
                .onFinding(policy.onFinding().label())
                .sources(policy.sources().stream().map(SourceKind::label).toList())
                .redundancy(policy.mirror() ? "Mirror" : "Keep")
                .preferences(
                        policy.preferences().stream().map(Preference::label).toList())
                .allowDowngrade(policy.allowDowngrade().label())
                .baseline(baseline)
                .donateAfter(policy.donateAfter())
                .offersMax((long) policy.offersMax())
                .slots((long) policy.slots())
                .collect(policy.collect())
                .attempts((long) policy.attempts())
                .writesPerDay((long) policy.writesPerDay())
                .build();
    }

    /** The policy after a PATCH; every member is checked by name. */
    static Policy apply(Policy old, PolicyPatch wish) {
        return new Policy(
                one(wish.onFinding(), "OnFinding", OnFinding.values(), OnFinding::label, old.onFinding()),
                all(wish.sources(), "Sources", SourceKind.values(), SourceKind::label, old.sources()),
                mirror(wish.redundancy(), old.mirror()),
                all(wish.preferences(), "Preferences", Preference.values(), Preference::label, old.preferences()),
                one(
                        wish.allowDowngrade(),
                        "AllowDowngrade",
                        DowngradeRule.values(),
                        DowngradeRule::label,
                        old.allowDowngrade()),
                baseline(wish.baseline(), old.baseline()),
                time(wish.donateAfter(), "DonateAfter", old.donateAfter()),
                count(wish.offersMax(), "OffersMax", 1, COUNT_MAX, old.offersMax()),
                count(wish.slots(), "Slots", 0, COUNT_MAX, old.slots()),
                time(wish.collect(), "Collect", old.collect()),
                count(wish.attempts(), "Attempts", 1, ComponentRecord.BUDGET_MAX, old.attempts()),
                count(wish.writesPerDay(), "WritesPerDay", 1, ComponentRecord.BUDGET_MAX, old.writesPerDay()));
    }

    /**
     * What a PATCH named, as keys of the configuration file, each with its YAML text. What it did not name is left to the file, so
     * that a change there still counts.
     */
    static Map<String, String> settings(Policy changed, PolicyPatch wish) {
        Map<String, String> keys = settings(changed);
        keys.keySet().retainAll(named(wish));
        return keys;
    }

    private static List<String> named(PolicyPatch wish) {
        Map<String, Field<?>> members = new LinkedHashMap<>();
        members.put("policy.onFinding", wish.onFinding());
        members.put("policy.sources", wish.sources());
        members.put("policy.redundancy", wish.redundancy());
        members.put("policy.preferences", wish.preferences());
        members.put("policy.allowDowngrade", wish.allowDowngrade());
        members.put("policy.baseline", wish.baseline());
        members.put("policy.donateAfter", wish.donateAfter());
        members.put("policy.offersMax", wish.offersMax());
        members.put("policy.slots", wish.slots());
        members.put("policy.collect", wish.collect());
        members.put("policy.attempts", wish.attempts());
        members.put("policy.writesPerDay", wish.writesPerDay());
        members.values().removeIf(member -> !member.isPresent());
        return List.copyOf(members.keySet());
    }

    private static Map<String, String> settings(Policy policy) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("policy.onFinding", policy.onFinding().label());
        keys.put(
                "policy.sources",
                list(policy.sources().stream().map(SourceKind::label).toList()));
        keys.put("policy.redundancy", policy.mirror() ? "Mirror" : "Keep");
        keys.put(
                "policy.preferences",
                list(policy.preferences().stream().map(Preference::label).toList()));
        keys.put("policy.allowDowngrade", policy.allowDowngrade().label());
        TreeMap<String, List<String>> baseline = new TreeMap<>();
        policy.baseline()
                .forEach((software, digests) -> baseline.put(
                        software, digests.stream().map(Digest::toString).toList()));
        // JSON is YAML, and quotes names that would read as something else.
        keys.put("policy.baseline", RedfishMapper.text(baseline));
        keys.put("policy.donateAfter", policy.donateAfter().toMillis() + "ms");
        keys.put("policy.offersMax", Integer.toString(policy.offersMax()));
        keys.put("policy.slots", Integer.toString(policy.slots()));
        keys.put("policy.collect", policy.collect().toMillis() + "ms");
        keys.put("policy.attempts", Integer.toString(policy.attempts()));
        keys.put("policy.writesPerDay", Integer.toString(policy.writesPerDay()));
        return keys;
    }

    private static String list(List<String> words) {
        return "[" + String.join(", ", words) + "]";
    }

    private static <T> T one(Field<String> wish, String name, T[] values, Function<T, String> label, T old) {
        return wish.isPresent() ? word(value(wish, name), name, values, label) : old;
    }

    private static <T> List<T> all(
            Field<List<String>> wish, String name, T[] values, Function<T, String> label, List<T> old) {
        return wish.isPresent()
                ? value(wish, name).stream()
                        .map(word -> word(word, name, values, label))
                        .distinct()
                        .toList()
                : old;
    }

    private static <T> T word(String word, String name, T[] values, Function<T, String> label) {
        for (T candidate : values) {
            if (label.apply(candidate).equals(word)) {
                return candidate;
            }
        }
        throw new RedfishException(400, BaseMessages.propertyValueNotInList(word, "Policy/" + name));
    }

    private static boolean mirror(Field<String> wish, boolean old) {
        if (!wish.isPresent()) {
            return old;
        }
        String word = value(wish, "Redundancy");
        if (!REDUNDANCY.contains(word)) {
            throw new RedfishException(400, BaseMessages.propertyValueNotInList(word, "Policy/Redundancy"));
        }
        return word.equals("Mirror");
    }

    private static SortedMap<String, List<Digest>> baseline(
            Field<List<BaselineEntry>> wish, SortedMap<String, List<Digest>> old) {
        if (!wish.isPresent()) {
            return old;
        }
        TreeMap<String, List<Digest>> baseline = new TreeMap<>();
        for (BaselineEntry entry : value(wish, "Baseline")) {
            String software = entry.softwareId();
            if (software == null || software.isBlank()) {
                throw new RedfishException(400, BaseMessages.propertyMissing("Policy/Baseline/SoftwareId"));
            }
            List<String> digests = entry.manifestDigests() == null ? List.of() : entry.manifestDigests();
            baseline.put(software, digests.stream().map(PolicyDocument::digest).toList());
        }
        return baseline;
    }

    private static Digest digest(String hex) {
        if (!SHA_256.matcher(hex).matches()) {
            throw new RedfishException(
                    400, BaseMessages.propertyValueFormatError(hex, "Policy/Baseline/ManifestDigests"));
        }
        return Digest.sha256(hex);
    }

    private static Duration time(Field<Duration> wish, String name, Duration old) {
        if (!wish.isPresent()) {
            return old;
        }
        Duration value = value(wish, name);
        if (value.isNegative() || value.toDays() > 365) {
            throw new RedfishException(400, BaseMessages.propertyValueOutOfRange(value.toString(), "Policy/" + name));
        }
        return value;
    }

    private static int count(Field<Long> wish, String name, long min, long max, int old) {
        if (!wish.isPresent()) {
            return old;
        }
        long value = value(wish, name);
        if (value < min || value > max) {
            throw new RedfishException(
                    400, BaseMessages.propertyValueOutOfRange(Long.toString(value), "Policy/" + name));
        }
        return (int) value;
    }

    private static <T> T value(Field<T> wish, String name) {
        return wish.toOptional()
                .orElseThrow(
                        () -> new RedfishException(400, BaseMessages.propertyValueTypeError("null", "Policy/" + name)));
    }
}
