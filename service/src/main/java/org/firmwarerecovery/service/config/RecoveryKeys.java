package org.firmwarerecovery.service.config;

import static org.firmwarerecovery.service.config.ConfigurationKey.key;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.firmwarerecovery.service.config.NodeConfiguration.Images;
import org.firmwarerecovery.service.config.NodeConfiguration.Policy;
import org.firmwarerecovery.service.config.NodeConfiguration.Update;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.policy.DowngradeRule;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.policy.Preference;
import org.firmwarerecovery.update.policy.SourceKind;

/** Declarations of the keys about recovery: policy, scan, images, updates, and the time limits of a transfer. */
final class RecoveryKeys {
    private static final String POLICY = "FirmwareRecoveryService.Policy.";

    static final ConfigurationKey<OnFinding> ON_FINDING = key(
                    "policy.onFinding",
                    KeyTypes.choice(Arrays.asList(OnFinding.values()), OnFinding::label),
                    "Repair",
                    "What a finding leads to: a record, a question to the operator, or the repair.")
            .changedBy(POLICY + "OnFinding");
    static final ConfigurationKey<List<SourceKind>> SOURCES = key(
                    "policy.sources",
                    KeyTypes.list(KeyTypes.choice(Arrays.asList(SourceKind.values()), SourceKind::label)),
                    "[OtherBank, Golden, ImageStore, Network]",
                    "Where a good image may come from, in this order.")
            .changedBy(POLICY + "Sources");
    static final ConfigurationKey<Policy.Redundancy> REDUNDANCY = key(
                    "policy.redundancy",
                    KeyTypes.choice(Policy.Redundancy.values()),
                    "Mirror",
                    "A bank below the floor is mirrored from the confirmed one, or kept for the operator.")
            .changedBy(POLICY + "Redundancy");
    static final ConfigurationKey<List<Preference>> PREFERENCES = key(
                    "policy.preferences",
                    KeyTypes.list(KeyTypes.choice(Arrays.asList(Preference.values()), Preference::label)),
                    "[SameVersion, NewestVersion, ConsoleFirst, LeastLoaded, Nearest]",
                    "How eligible offers are ranked; the first that tells two apart decides.")
            .changedBy(POLICY + "Preferences");
    static final ConfigurationKey<DowngradeRule> ALLOW_DOWNGRADE = key(
                    "policy.allowDowngrade",
                    KeyTypes.choice(Arrays.asList(DowngradeRule.values()), DowngradeRule::label),
                    "RecoveryOnly",
                    "When an older version may be written; never below the security floor.")
            .changedBy(POLICY + "AllowDowngrade");
    static final ConfigurationKey<SortedMap<String, List<Digest>>> BASELINE = key(
                    "policy.baseline",
                    BaselineType.TYPE,
                    "{}",
                    "Manifests that are wanted, per SoftwareId; anything else is replaced.")
            .changedBy(POLICY + "Baseline");
    static final ConfigurationKey<Duration> DONATE_AFTER = key(
                    "policy.donateAfter",
                    KeyTypes.duration(Duration.ZERO),
                    "1h",
                    "Uptime an image must have run confirmed before it is given away.")
            .changedBy(POLICY + "DonateAfter");
    static final ConfigurationKey<Integer> OFFERS_MAX = key(
                    "policy.offersMax",
                    KeyTypes.number(1, 1_000),
                    "32",
                    "Most answers to one search that are looked at.")
            .changedBy(POLICY + "OffersMax");
    static final ConfigurationKey<Integer> SLOTS = key(
                    "policy.slots",
                    KeyTypes.number(0, 1_000),
                    "5",
                    "Images that this node sends at once; 0 sends none.")
            .changedBy(POLICY + "Slots");
    static final ConfigurationKey<Duration> COLLECT = key(
                    "policy.collect",
                    KeyTypes.duration(Duration.ZERO),
                    "2s",
                    "How long offers are collected before one is chosen.")
            .changedBy(POLICY + "Collect");
    static final ConfigurationKey<Integer> ATTEMPTS = key(
                    "policy.attempts",
                    KeyTypes.number(1, 1_000),
                    "8",
                    "Attempts over the network per component and hour of uptime, then the component is Held; above 200 without limit.")
            .changedBy(POLICY + "Attempts");
    static final ConfigurationKey<Integer> WRITES_PER_DAY = key(
                    "policy.writesPerDay",
                    KeyTypes.number(1, 1_000),
                    "20",
                    "Bank writes per component and day of uptime, then the component is Held; above 200 without limit.")
            .changedBy(POLICY + "WritesPerDay");

    static final ConfigurationKey<Duration> SCAN_INTERVAL = key(
                    "scan.interval",
                    KeyTypes.duration(Duration.ofMillis(100)),
                    "24h",
                    "Time between two reads of all banks and stored images.")
            .in("FirmwareRecoveryService.Scan.Interval");
    static final ConfigurationKey<ByteRate> SCAN_BANDWIDTH = key(
                    "scan.bandwidth", KeyTypes.RATE, "8MiB/s", "Reading speed of the background scan.")
            .in("FirmwareRecoveryService.Scan.BandwidthBytesPerSecond");

    static final ConfigurationKey<Images.Keep> KEEP = key(
            "images.keep",
            KeyTypes.choice(Images.Keep.values()),
            "Installed",
            "Store every installed image, or only those an update asked to keep (LocalImage).");
    static final ConfigurationKey<ByteSize> QUOTA =
            key("images.quota", KeyTypes.SIZE, "1GiB", "Space for stored images; the least recently used goes first.");
    static final ConfigurationKey<Optional<Path>> LIBRARY = key(
                    "images.library",
                    KeyTypes.optional(KeyTypes.PATH),
                    "",
                    "Watched folder of bundles, or images with sidecars; a Donor or Console gives away those with `NAME.approved`.")
            .shownAs("none");

    static final ConfigurationKey<Duration> LIBRARY_INTERVAL = key(
            "images.libraryInterval",
            KeyTypes.duration(Duration.ofMillis(100)),
            "5s",
            "Time between two looks at the library; a file that did not change in between is taken.");

    static final ConfigurationKey<Boolean> UPDATES_ENABLED = key(
                    "update.enabled",
                    KeyTypes.BOOLEAN,
                    "true",
                    "Whether operators may update; recoveries follow the policy alone.")
            .changedBy("UpdateService.ServiceEnabled");
    static final ConfigurationKey<List<Update.Scheme>> ALLOW_SCHEMES = key(
            "update.allowSchemes",
            KeyTypes.list(KeyTypes.choice(Arrays.asList(Update.Scheme.values()), Update.Scheme::label)),
            "[https, http]",
            "Schemes that an operator's ImageURI may have.");
    static final ConfigurationKey<List<AddressRange>> ALLOW_ADDRESSES = key(
            "update.allowAddresses",
            KeyTypes.list(KeyTypes.RANGE),
            "[]",
            "Addresses an ImageURI may name although they are loopback, link-local, multicast or unspecified.");
    static final ConfigurationKey<List<AddressRange>> EVENT_ADDRESSES = key(
            "events.allowAddresses",
            KeyTypes.list(KeyTypes.RANGE),
            "[]",
            "Addresses a receiver of events may have although they are loopback, link-local, multicast or unspecified.");
    static final ConfigurationKey<List<Path>> EVENT_AUTHORITIES = key(
            "events.authorities",
            KeyTypes.list(KeyTypes.PATH),
            "[]",
            "PEM files of who signs receivers' certificates; without one those of the Java runtime.");
    static final ConfigurationKey<ByteSize> MAX_IMAGE_SIZE = key(
                    "update.maxImageSize", KeyTypes.SIZE, "1GiB", "Largest image that is accepted.")
            .in("UpdateService.MaxImageSizeBytes");

    static final ConfigurationKey<Duration> BANK_TIMEOUT =
            time("update.bankTimeout", "30m", "Writing or checking one bank as a whole.");

    static final ConfigurationKey<Duration> CONNECT_TIMEOUT =
            time("transfer.connectTimeout", "5s", "Connecting, and the TLS handshake.");
    static final ConfigurationKey<Duration> ANSWER_TIMEOUT =
            time("transfer.answerTimeout", "15s", "A whole answer of a peer, image bytes excepted.");
    static final ConfigurationKey<Duration> STALL_TIMEOUT =
            time("transfer.stallTimeout", "15s", "Longest pause within an answer.");
    static final ConfigurationKey<Duration> CHUNK_TIMEOUT = time(
            "transfer.chunkTimeout",
            "60s",
            "One chunk or manifest as a whole; longer for a chunk that comes at the minimum rate.");
    static final ConfigurationKey<ByteRate> MINIMUM_RATE = key(
            "transfer.minimumRate",
            KeyTypes.RATE,
            "4KiB/s",
            "Slowest donor that is put up with; the next one goes on from the verified bytes.");
    static final ConfigurationKey<Duration> RATE_WINDOW =
            time("transfer.rateWindow", "10s", "How long a donor may be slower, or silent, before that counts.");
    static final ConfigurationKey<Duration> TRANSFER_LIMIT =
            time("transfer.limit", "2h", "Fetching an operator's image as a whole.");

    static final ConfigurationKey<Duration> QUERY_TIMEOUT =
            time("negotiation.queryTimeout", "5s", "Reading a candidate's inventory.");
    static final ConfigurationKey<Duration> REQUEST_TIMEOUT =
            time("negotiation.requestTimeout", "10s", "Waiting for an offer or an acknowledgement.");
    static final ConfigurationKey<Integer> BUSY_RETRIES =
            key("negotiation.busyRetries", KeyTypes.number(0, 100), "3", "How often a busy donor is asked again.");
    static final ConfigurationKey<Integer> QUERIES_MAX =
            key("negotiation.queriesMax", KeyTypes.number(1, 64), "8", "Candidates asked at the same time.");
    static final ConfigurationKey<Integer> OFFERS_ENOUGH = key(
            "negotiation.offersEnough", KeyTypes.number(1, 64), "3", "Acceptable offers that end collecting early.");
    static final ConfigurationKey<Duration> OFFER_VALID =
            time("negotiation.offerValid", "30s", "How long an offer of ours can be accepted.");
    static final ConfigurationKey<Duration> REQUEST_KEPT = time(
            "negotiation.requestKept", "10m", "The same request of the same peer gets the same offer for this long.");
    static final ConfigurationKey<Duration> LEASE =
            time("negotiation.lease", "60s", "An accepted offer without a read for this long ends.");
    static final ConfigurationKey<Duration> LEASE_MAX =
            time("negotiation.leaseMax", "24h", "Hard end of an accepted offer.");
    static final ConfigurationKey<Duration> HASH_AGE =
            time("negotiation.hashAge", "1h", "Oldest full check of an image that may still be offered.");
    static final ConfigurationKey<Duration> DONOR_QUARANTINE = key(
            "negotiation.donorQuarantine",
            KeyTypes.duration(Duration.ZERO),
            "1h",
            "How long a donor that sent other bytes than it promised is left alone, by all components; 0s only"
                    + " prefers others, StartRecovery ends it at once.");

    static final ConfigurationKey<Duration> BACKOFF_INITIAL =
            time("backoff.initial", "2s", "Wait after the first failed attempt; doubled with each further one.");
    static final ConfigurationKey<Duration> BACKOFF_MAX = time("backoff.max", "5m", "Longest wait between attempts.");

    static final List<ConfigurationKey<?>> ALL = List.of(
            ON_FINDING,
            SOURCES,
            REDUNDANCY,
            PREFERENCES,
            ALLOW_DOWNGRADE,
            BASELINE,
            DONATE_AFTER,
            OFFERS_MAX,
            SLOTS,
            COLLECT,
            ATTEMPTS,
            WRITES_PER_DAY,
            SCAN_INTERVAL,
            SCAN_BANDWIDTH,
            KEEP,
            QUOTA,
            LIBRARY,
            LIBRARY_INTERVAL,
            UPDATES_ENABLED,
            ALLOW_SCHEMES,
            ALLOW_ADDRESSES,
            MAX_IMAGE_SIZE,
            BANK_TIMEOUT,
            EVENT_ADDRESSES,
            EVENT_AUTHORITIES,
            CONNECT_TIMEOUT,
            ANSWER_TIMEOUT,
            STALL_TIMEOUT,
            CHUNK_TIMEOUT,
            MINIMUM_RATE,
            RATE_WINDOW,
            TRANSFER_LIMIT,
            QUERY_TIMEOUT,
            REQUEST_TIMEOUT,
            BUSY_RETRIES,
            QUERIES_MAX,
            OFFERS_ENOUGH,
            OFFER_VALID,
            REQUEST_KEPT,
            LEASE,
            LEASE_MAX,
            HASH_AGE,
            DONOR_QUARANTINE,
            BACKOFF_INITIAL,
            BACKOFF_MAX);

    private RecoveryKeys() {}

    private static ConfigurationKey<Duration> time(String path, String initial, String description) {
        return key(path, KeyTypes.duration(Duration.ofMillis(1)), initial, description);
    }
}
