package org.firmwarerecovery.update.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.update.component.Digest;

/**
 * The predetermined policy of a node.
 *
 * @param onFinding log, ask or repair
 * @param sources allowed sources in the order in which they are tried
 * @param mirror whether a bank that fell below the floor is overwritten from the confirmed one
 * @param preferences wishes about donors, first one first
 * @param allowDowngrade when an older version may be written
 * @param baseline per SoftwareId the manifests the operator wants; empty means any eligible one
 * @param donateAfter uptime an image must have run confirmed before it is given away
 * @param offersMax most tagged answers to one search that are looked at
 * @param slots most images this node sends at once
 * @param collect how long offers are collected
 * @param attempts network attempts per component in {@link #ATTEMPTS_WINDOW}
 * @param writesPerDay bank writes per component in {@link #WRITES_WINDOW}
 */
public record Policy(
        OnFinding onFinding,
        List<SourceKind> sources,
        boolean mirror,
        List<Preference> preferences,
        DowngradeRule allowDowngrade,
        SortedMap<String, List<Digest>> baseline,
        Duration donateAfter,
        int offersMax,
        int slots,
        Duration collect,
        int attempts,
        int writesPerDay) {
    /** Rolling window of {@code attempts}. */
    public static final Duration ATTEMPTS_WINDOW = Duration.ofHours(1);
    /** Rolling window of {@code writesPerDay}. */
    public static final Duration WRITES_WINDOW = Duration.ofDays(1);

    /** Copies the collections. */
    public Policy {
        sources = List.copyOf(sources);
        preferences = List.copyOf(preferences);
        baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
    }

    /** The design's defaults. */
    public static Policy defaults() {
        return new Policy(
                OnFinding.REPAIR,
                List.of(SourceKind.OTHER_BANK, SourceKind.GOLDEN, SourceKind.IMAGE_STORE, SourceKind.NETWORK),
                true,
                List.of(
                        Preference.SAME_VERSION,
                        Preference.NEWEST_VERSION,
                        Preference.CONSOLE_FIRST,
                        Preference.LEAST_LOADED,
                        Preference.NEAREST),
                DowngradeRule.RECOVERY_ONLY,
                new TreeMap<>(),
                Duration.ofHours(1),
                32,
                5,
                Duration.ofSeconds(2),
                8,
                20);
    }

    /** True when the source may be used at all. */
    public boolean allows(SourceKind source) {
        return sources.contains(source);
    }

    /** True when the operator's baseline lets {@code manifestDigest} run as {@code softwareId}. */
    public boolean inBaseline(String softwareId, Digest manifestDigest) {
        List<Digest> wanted = baseline.getOrDefault(softwareId, new ArrayList<>());
        return wanted.isEmpty() || wanted.contains(manifestDigest);
    }
}
