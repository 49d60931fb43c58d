package org.firmwarerecovery.service.config;

import static org.firmwarerecovery.service.config.ConfigurationKey.key;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.firmwarerecovery.service.auth.BasicAuth;
import org.firmwarerecovery.service.auth.Sessions;
import org.firmwarerecovery.service.config.NodeConfiguration.Tasks;
import org.firmwarerecovery.service.telemetry.MetricReports;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.firmwarerecovery.update.negotiation.PeerRole;

/** Declarations of the keys about the node itself: identity, sockets, accounts, discovery, trust, tasks. */
final class NodeKeys {
    static final ConfigurationKey<Optional<String>> NODE_NAME = key(
                    "node.name", KeyTypes.optional(KeyTypes.TEXT), "", "Name of the node for people.")
            .shownAs("host name")
            .in("Manager.Name");
    static final ConfigurationKey<Optional<UUID>> NODE_UUID = key(
                    "node.uuid",
                    KeyTypes.optional(KeyTypes.UUID_TYPE),
                    "",
                    "Identity of the node; its fleet certificate must carry the same.")
            .shownAs("from trust.certificate, else made and kept")
            .in("ServiceRoot.UUID");
    static final ConfigurationKey<Path> NODE_STATE =
            key("node.state", KeyTypes.PATH, "./state", "Folder of everything the node keeps; used by one node only.");
    static final ConfigurationKey<List<PeerRole>> NODE_ROLES = key(
                    "node.roles",
                    KeyTypes.list(KeyTypes.choice(Arrays.asList(PeerRole.values()), PeerRole::label)),
                    "[Recipient, Donor]",
                    "What the node does for the fleet; a Console needs `images.library` and no components.")
            .in("FirmwareRecoveryService.Roles");
    static final ConfigurationKey<Optional<String>> ASSET_MANUFACTURER = asset("manufacturer", "Manufacturer");
    static final ConfigurationKey<Optional<String>> ASSET_MODEL = asset("model", "Model");
    static final ConfigurationKey<Optional<String>> ASSET_SERIAL = asset("serialNumber", "SerialNumber");

    static final ConfigurationKey<List<InetAddress>> LISTEN_ADDRESSES = key(
            "listen.addresses",
            KeyTypes.list(KeyTypes.ADDRESS),
            "[127.0.0.1]",
            "Local addresses of the listeners; 0.0.0.0 or :: for all of a family.");
    static final ConfigurationKey<Integer> LISTEN_HTTPS = key(
            "listen.https", KeyTypes.number(0, 65_535), "8443", "TCP port of the Redfish service; 0 takes a free one.");
    static final ConfigurationKey<OptionalInt> LISTEN_HTTP = key(
            "listen.http", KeyTypes.portOrOff(), "off", "TCP port of a plain listener that only redirects to https.");
    static final ConfigurationKey<OptionalInt> LISTEN_LOOPBACK_HTTP = key(
            "listen.loopbackHttp",
            KeyTypes.portOrOff(),
            "off",
            "TCP port of a plain listener on 127.0.0.1 that serves everything, for a proxy on this machine.");
    static final ConfigurationKey<Integer> CONNECTIONS_MAX = key(
            "listen.connectionsMax",
            KeyTypes.number(1, 10_000),
            "256",
            "Connections open at once per address; a new one then takes the place of the one without a request for longest. Event"
                    + " streams take at most half.");
    static final ConfigurationKey<Duration> IDLE_TIMEOUT =
            time("listen.idleTimeout", "30s", "A connection without a request for this long is closed.");
    static final ConfigurationKey<Duration> READ_TIMEOUT =
            time("listen.readTimeout", "10s", "A request whose next bytes take longer is answered 408.");
    static final ConfigurationKey<Duration> SHUTDOWN_GRACE = key(
            "listen.shutdownGrace",
            KeyTypes.duration(Duration.ZERO),
            "3s",
            "At the end, how long running requests may finish.");

    static final ConfigurationKey<String> ADMIN_USER = key(
                    "admin.user", KeyTypes.TEXT, "admin", "Name of the administrator that the first start makes.")
            .in("ManagerAccount.UserName");
    static final ConfigurationKey<Optional<Path>> ADMIN_PASSWORD_FILE = key(
                    "admin.passwordFile",
                    KeyTypes.optional(KeyTypes.PATH),
                    "",
                    "First line is the first password; or environment `FIRMWARE_RECOVERY_ADMIN_PASSWORD`. "
                            + "With neither, the first start prints one once.")
            .shownAs("none");

    static final ConfigurationKey<Integer> HASH_ITERATIONS = key(
            "accounts.hashIterations",
            KeyTypes.number(1_000, 10_000_000),
            "210000",
            "PBKDF2 rounds for new passwords; fewer on a slow controller.");
    static final ConfigurationKey<Integer> PASSWORD_LENGTH_MIN = key(
                    "accounts.passwordLengthMin", KeyTypes.number(8, 128), "8", "Shortest new password, in characters.")
            .changedBy("AccountService.MinPasswordLength");
    static final ConfigurationKey<BasicAuth> BASIC_AUTH = key(
                    "accounts.basicAuth",
                    KeyTypes.choice(Arrays.asList(BasicAuth.values()), BasicAuth::label),
                    "Enabled",
                    "HTTP Basic: taken, refused, or taken and not advertised by WWW-Authenticate.")
            .changedBy("AccountService.HTTPBasicAuth");
    static final ConfigurationKey<Integer> LOCKOUT_THRESHOLD = key(
                    "accounts.lockoutThreshold",
                    KeyTypes.number(0, 1_000),
                    "5",
                    "Failures that lock an account; 0 never locks.")
            .changedBy("AccountService.AccountLockoutThreshold");
    static final ConfigurationKey<Duration> LOCKOUT_DURATION = time(
                    "accounts.lockoutDuration", "60s", "How long a locked account stays locked.")
            .changedBy("AccountService.AccountLockoutDuration");
    static final ConfigurationKey<Duration> LOCKOUT_RESET = time(
                    "accounts.lockoutReset", "60s", "Without a failure for this long the count starts anew.")
            .changedBy("AccountService.AccountLockoutCounterResetAfter");
    static final ConfigurationKey<Duration> BASIC_CACHE = key(
            "accounts.basicCache",
            KeyTypes.duration(Duration.ZERO),
            "5m",
            "How long verified Basic credentials need no new hash.");

    static final ConfigurationKey<Integer> SESSIONS_MAX = key(
            "sessions.max", KeyTypes.number(1, 10_000), "64", "Open sessions; one more closes the one idle longest.");
    static final ConfigurationKey<Duration> SESSION_TIMEOUT = key(
                    "sessions.timeout",
                    // What SessionService.SessionTimeout can say (its schema).
                    KeyTypes.duration(
                            Duration.ofSeconds(Sessions.IDLE_SECONDS_MIN),
                            Duration.ofSeconds(Sessions.IDLE_SECONDS_MAX)),
                    "5m",
                    "A session without a request for this long ends; at most a day.")
            .changedBy("SessionService.SessionTimeout");
    static final ConfigurationKey<Boolean> SESSIONS_ENABLED = key(
                    "sessions.enabled",
                    KeyTypes.BOOLEAN,
                    "true",
                    "Whether people may log in by session; open sessions go on without.")
            .changedBy("SessionService.ServiceEnabled");

    static final ConfigurationKey<Boolean> SSDP = key(
                    "discovery.ssdp",
                    KeyTypes.BOOLEAN,
                    "true",
                    "Announce the node and search for donors by SSDP; false opens no such socket.")
            .changedBy("ManagerNetworkProtocol.SSDP.ProtocolEnabled");
    static final ConfigurationKey<Integer> SSDP_HOPS = key(
                    "discovery.hops",
                    KeyTypes.number(1, 255),
                    "2",
                    "Multicast hop limit (TTL) of datagrams that we send.")
            .changedBy("ManagerNetworkProtocol.SSDP.NotifyTTL");
    static final ConfigurationKey<Duration> SSDP_ANNOUNCE = key(
                    "discovery.announce",
                    KeyTypes.duration(Duration.ZERO),
                    "10m",
                    "Time between two announcements of this node; 0s makes none.")
            .changedBy("ManagerNetworkProtocol.SSDP.NotifyMulticastIntervalSeconds");
    static final ConfigurationKey<Ipv6Scope> SSDP_SCOPE = key(
                    "discovery.ipv6Scope",
                    KeyTypes.choice(Arrays.asList(Ipv6Scope.values()), Ipv6Scope::name),
                    "Link",
                    "How far IPv6 multicasts go: ff02::c, ff05::c or ff08::c. Searches are heard on all three.")
            .changedBy("ManagerNetworkProtocol.SSDP.NotifyIPv6Scope");

    static final ConfigurationKey<List<Path>> SIGNERS = key(
            "trust.signers",
            KeyTypes.list(KeyTypes.PATH),
            "[]",
            "PEM files of the firmware roots; without one no manifest is believed.");
    static final ConfigurationKey<Integer> THRESHOLD = key(
            "trust.threshold",
            KeyTypes.number(1, 8),
            "1",
            "Different signers that a manifest needs; none of its signatures may be wrong.");
    static final ConfigurationKey<Optional<Path>> REVOKED = key(
                    "trust.revoked",
                    KeyTypes.optional(KeyTypes.PATH),
                    "",
                    "Signed revocation list (JSON, its signature in FILE.p7s beside it), or PEM file with those of"
                            + " authorities below the roots.")
            .shownAs("none");
    static final ConfigurationKey<List<Path>> OPENBMC_KEYS = key(
            "trust.openbmcKeys",
            KeyTypes.list(KeyTypes.PATH),
            "[]",
            "Public keys of vendors, or folders of them as OpenBMC lays them out: their tarballs need no manifest of ours.");
    static final ConfigurationKey<TrustTime> TRUST_TIME = key(
            "trust.time",
            KeyTypes.choice(Arrays.asList(TrustTime.values()), TrustTime::label),
            "auto",
            "Validity of certificates: by the clock when it is set, always, or never.");
    static final ConfigurationKey<Optional<Path>> FLEET_CA =
            fleet("trust.fleetCa", "Certificate of the fleet CA; without one there are no peers.");
    static final ConfigurationKey<Optional<Path>> FLEET_CERTIFICATE =
            fleet("trust.certificate", "This node's fleet certificate.");
    static final ConfigurationKey<Optional<Path>> FLEET_PRIVATE_KEY =
            fleet("trust.key", "This node's private fleet key; readable by the owner only.");
    static final ConfigurationKey<Optional<Path>> FLEET_KEY = fleet(
            "trust.fleetKey",
            "Key shared by the fleet that hides and tags searches; without one no search by multicast.");

    static final ConfigurationKey<Tasks.AcceptedBody> ACCEPTED_BODY = key(
            "tasks.acceptedBody",
            KeyTypes.choice(Tasks.AcceptedBody.values()),
            "none",
            "Body of the 202 that accepts a task; some clients want the Task.");
    static final ConfigurationKey<Tasks.FailedMonitor> FAILED_MONITOR = key(
            "tasks.failedMonitor",
            KeyTypes.choice(Tasks.FailedMonitor.values()),
            "error",
            "Answer of the monitor of a failed task: the error, or 200 with the Task.");
    static final ConfigurationKey<Integer> TASKS_MAX =
            key("tasks.max", KeyTypes.number(16, 10_000), "100", "Tasks kept; the oldest finished one goes first.");
    static final ConfigurationKey<Duration> TASKS_KEEP = key(
                    "tasks.keep",
                    KeyTypes.duration(Duration.ofMinutes(1)),
                    "30d",
                    "Uptime after which a finished task is forgotten.")
            .changedBy("TaskService.TaskAutoDeleteTimeoutMinutes");

    static final ConfigurationKey<Duration> TELEMETRY_INTERVAL = key(
                    "telemetry.interval",
                    KeyTypes.durationOrOff(MetricReports.INTERVAL_MIN),
                    "60s",
                    "Time between two metric reports; off makes none.")
            .in("MetricReportDefinition.Schedule.RecurrenceInterval");

    static final ConfigurationKey<Boolean> HTTP_PUSH_URI = key(
                    "compat.httpPushUri",
                    KeyTypes.BOOLEAN,
                    "false",
                    "Advertise the deprecated HttpPushUri, which old clients look for; it is accepted in any case.")
            .in("UpdateService.HttpPushUri");

    static final ConfigurationKey<Boolean> TASK_SEVERITY = key(
                    "compat.taskSeverity",
                    KeyTypes.BOOLEAN,
                    "false",
                    "Give the messages of tasks the deprecated Severity beside MessageSeverity; those of errors have it in any case.")
            .in("Task.Messages");

    static final List<ConfigurationKey<?>> ALL = List.of(
            NODE_NAME,
            NODE_UUID,
            NODE_STATE,
            NODE_ROLES,
            ASSET_MANUFACTURER,
            ASSET_MODEL,
            ASSET_SERIAL,
            LISTEN_ADDRESSES,
            LISTEN_HTTPS,
            LISTEN_HTTP,
            LISTEN_LOOPBACK_HTTP,
            CONNECTIONS_MAX,
            IDLE_TIMEOUT,
            READ_TIMEOUT,
            SHUTDOWN_GRACE,
            ADMIN_USER,
            ADMIN_PASSWORD_FILE,
            HASH_ITERATIONS,
            PASSWORD_LENGTH_MIN,
            BASIC_AUTH,
            LOCKOUT_THRESHOLD,
            LOCKOUT_DURATION,
            LOCKOUT_RESET,
            BASIC_CACHE,
            SESSIONS_MAX,
            SESSION_TIMEOUT,
            SESSIONS_ENABLED,
            SSDP,
            SSDP_HOPS,
            SSDP_ANNOUNCE,
            SSDP_SCOPE,
            SIGNERS,
            THRESHOLD,
            REVOKED,
            OPENBMC_KEYS,
            TRUST_TIME,
            FLEET_CA,
            FLEET_CERTIFICATE,
            FLEET_PRIVATE_KEY,
            FLEET_KEY,
            ACCEPTED_BODY,
            FAILED_MONITOR,
            TASKS_MAX,
            TASKS_KEEP,
            TELEMETRY_INTERVAL,
            HTTP_PUSH_URI,
            TASK_SEVERITY);

    private NodeKeys() {}

    private static ConfigurationKey<Optional<String>> asset(String name, String property) {
        return key("node.asset." + name, KeyTypes.optional(KeyTypes.TEXT), "", "Overrides what DMI says.")
                .shownAs("from DMI, else absent")
                .in("Chassis." + property);
    }

    private static ConfigurationKey<Duration> time(String path, String initial, String description) {
        return key(path, KeyTypes.duration(Duration.ofMillis(1)), initial, description);
    }

    private static ConfigurationKey<Optional<Path>> fleet(String path, String description) {
        return key(path, KeyTypes.optional(KeyTypes.PATH), "", description).shownAs("none");
    }
}
