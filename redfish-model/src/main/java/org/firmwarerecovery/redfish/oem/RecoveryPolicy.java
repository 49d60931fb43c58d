package org.firmwarerecovery.redfish.oem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The predetermined rules of this node. Part of {@link FirmwareRecoveryService}.
 *
 * @param onFinding what happens on a finding; {@code Log}, {@code Ask}, {@code Repair}
 * @param sources sources of images in the order in which they are tried; {@code OtherBank}, {@code Golden}, {@code
 *     ImageStore}, {@code Network}
 * @param redundancy what happens to a bank below the floor; {@code Mirror}, {@code Keep}
 * @param preferences preferences in ranking donors, first one first; {@code SameVersion}, {@code NewestVersion}, {@code
 *     ConsoleFirst}, {@code PeerFirst}, {@code LeastLoaded}, {@code Nearest}
 * @param allowDowngrade when an older version may be written; {@code Never}, {@code RecoveryOnly}, {@code Operator}
 * @param baseline manifests that the operator wants per software
 * @param donateAfter time that an image must have run confirmed before it is donated
 * @param offersMax largest number of answers to one search that are looked at
 * @param slots largest number of images that are sent at once
 * @param collect time for which offers are collected
 * @param attempts number of network attempts per component in an hour
 * @param writesPerDay number of bank writes per component in a day
 */
public record RecoveryPolicy(
        @Nullable String onFinding,
        @Nullable List<String> sources,
        @Nullable String redundancy,
        @Nullable List<String> preferences,
        @Nullable String allowDowngrade,
        @Nullable List<BaselineEntry> baseline,
        @Nullable Duration donateAfter,
        @Nullable Long offersMax,
        @Nullable Long slots,
        @Nullable Duration collect,
        @Nullable Long attempts,
        @Nullable Long writesPerDay) {
    /** Copies the lists. */
    public RecoveryPolicy {
        sources = sources == null ? null : List.copyOf(sources);
        preferences = preferences == null ? null : List.copyOf(preferences);
        baseline = baseline == null ? null : List.copyOf(baseline);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String onFinding;
        private @Nullable List<String> sources;
        private @Nullable String redundancy;
        private @Nullable List<String> preferences;
        private @Nullable String allowDowngrade;
        private @Nullable List<BaselineEntry> baseline;
        private @Nullable Duration donateAfter;
        private @Nullable Long offersMax;
        private @Nullable Long slots;
        private @Nullable Duration collect;
        private @Nullable Long attempts;
        private @Nullable Long writesPerDay;

        private Builder() {}

        public Builder onFinding(@Nullable String value) {
            onFinding = value;
            return this;
        }

        public Builder sources(@Nullable List<String> value) {
            sources = value;
            return this;
        }

        public Builder redundancy(@Nullable String value) {
            redundancy = value;
            return this;
        }

        public Builder preferences(@Nullable List<String> value) {
            preferences = value;
            return this;
        }

        public Builder allowDowngrade(@Nullable String value) {
            allowDowngrade = value;
            return this;
        }

        public Builder baseline(@Nullable List<BaselineEntry> value) {
            baseline = value;
            return this;
        }

        public Builder donateAfter(@Nullable Duration value) {
            donateAfter = value;
            return this;
        }

        public Builder offersMax(@Nullable Long value) {
            offersMax = value;
            return this;
        }

        public Builder slots(@Nullable Long value) {
            slots = value;
            return this;
        }

        public Builder collect(@Nullable Duration value) {
            collect = value;
            return this;
        }

        public Builder attempts(@Nullable Long value) {
            attempts = value;
            return this;
        }

        public Builder writesPerDay(@Nullable Long value) {
            writesPerDay = value;
            return this;
        }

        public RecoveryPolicy build() {
            return new RecoveryPolicy(
                    onFinding,
                    sources,
                    redundancy,
                    preferences,
                    allowDowngrade,
                    baseline,
                    donateAfter,
                    offersMax,
                    slots,
                    collect,
                    attempts,
                    writesPerDay);
        }
    }
}
