package org.firmwarerecovery.service.config;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.firmwarerecovery.service.config.NodeConfiguration.Accounts;
import org.firmwarerecovery.service.config.NodeConfiguration.Activation;
import org.firmwarerecovery.service.config.NodeConfiguration.Admin;
import org.firmwarerecovery.service.config.NodeConfiguration.Asset;
import org.firmwarerecovery.service.config.NodeConfiguration.Backoff;
import org.firmwarerecovery.service.config.NodeConfiguration.Compat;
import org.firmwarerecovery.service.config.NodeConfiguration.Component;
import org.firmwarerecovery.service.config.NodeConfiguration.Discovery;
import org.firmwarerecovery.service.config.NodeConfiguration.Events;
import org.firmwarerecovery.service.config.NodeConfiguration.Images;
import org.firmwarerecovery.service.config.NodeConfiguration.Interface;
import org.firmwarerecovery.service.config.NodeConfiguration.Listen;
import org.firmwarerecovery.service.config.NodeConfiguration.Negotiation;
import org.firmwarerecovery.service.config.NodeConfiguration.Node;
import org.firmwarerecovery.service.config.NodeConfiguration.Policy;
import org.firmwarerecovery.service.config.NodeConfiguration.Remote;
import org.firmwarerecovery.service.config.NodeConfiguration.Scan;
import org.firmwarerecovery.service.config.NodeConfiguration.Sessions;
import org.firmwarerecovery.service.config.NodeConfiguration.Tasks;
import org.firmwarerecovery.service.config.NodeConfiguration.Telemetry;
import org.firmwarerecovery.service.config.NodeConfiguration.Transfer;
import org.firmwarerecovery.service.config.NodeConfiguration.Trust;
import org.firmwarerecovery.service.config.NodeConfiguration.Update;
import org.firmwarerecovery.service.host.HostCommands;
import org.firmwarerecovery.service.network.NetworkCommands;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.transfer.MinimumRate;

/** Puts typed settings into the records of {@link NodeConfiguration}. */
final class ConfigurationAssembly {
    private final Settings settings;

    private ConfigurationAssembly(Settings settings) {
        this.settings = settings;
    }

    static NodeConfiguration assemble(Settings settings) {
        return new ConfigurationAssembly(settings).configuration();
    }

    private NodeConfiguration configuration() {
        return new NodeConfiguration(
                node(),
                listen(),
                new Admin(settings.get(NodeKeys.ADMIN_USER), settings.get(NodeKeys.ADMIN_PASSWORD_FILE)),
                accounts(),
                new Sessions(
                        settings.get(NodeKeys.SESSIONS_MAX),
                        settings.get(NodeKeys.SESSION_TIMEOUT),
                        settings.get(NodeKeys.SESSIONS_ENABLED)),
                discovery(),
                trust(),
                settings.elementPaths(ListSections.COMPONENTS).stream()
                        .map(this::component)
                        .toList(),
                policy(),
                new Scan(settings.get(RecoveryKeys.SCAN_INTERVAL), settings.get(RecoveryKeys.SCAN_BANDWIDTH)),
                new Images(
                        settings.get(RecoveryKeys.KEEP),
                        settings.get(RecoveryKeys.QUOTA),
                        settings.get(RecoveryKeys.LIBRARY),
                        settings.get(RecoveryKeys.LIBRARY_INTERVAL)),
                new Update(
                        settings.get(RecoveryKeys.UPDATES_ENABLED),
                        settings.get(RecoveryKeys.ALLOW_SCHEMES),
                        settings.get(RecoveryKeys.ALLOW_ADDRESSES),
                        settings.get(RecoveryKeys.MAX_IMAGE_SIZE),
                        settings.get(RecoveryKeys.BANK_TIMEOUT)),
                new Events(settings.get(RecoveryKeys.EVENT_ADDRESSES), settings.get(RecoveryKeys.EVENT_AUTHORITIES)),
                new Telemetry(settings.get(NodeKeys.TELEMETRY_INTERVAL)),
                transfer(),
                negotiation(),
                new Backoff(settings.get(RecoveryKeys.BACKOFF_INITIAL), settings.get(RecoveryKeys.BACKOFF_MAX)),
                new Tasks(
                        settings.get(NodeKeys.ACCEPTED_BODY),
                        settings.get(NodeKeys.FAILED_MONITOR),
                        settings.get(NodeKeys.TASKS_MAX),
                        settings.get(NodeKeys.TASKS_KEEP)),
                new Compat(settings.get(NodeKeys.HTTP_PUSH_URI), settings.get(NodeKeys.TASK_SEVERITY)),
                settings.get(HostKeys.HOST),
                new HostCommands(
                        settings.get(HostKeys.RESET),
                        settings.get(HostKeys.RESET_TYPES),
                        settings.get(HostKeys.BOOT),
                        settings.get(HostKeys.POWER),
                        settings.get(HostKeys.POWER_INTERVAL),
                        settings.get(HostKeys.WITHIN)),
                new NetworkCommands(
                        settings.get(HostKeys.NETWORK_READ),
                        settings.get(HostKeys.NETWORK_WRITE),
                        settings.get(HostKeys.NETWORK_WITHIN)));
    }

    private Node node() {
        return new Node(
                settings.get(NodeKeys.NODE_NAME),
                settings.get(NodeKeys.NODE_UUID),
                settings.get(NodeKeys.NODE_STATE),
                settings.get(NodeKeys.NODE_ROLES),
                new Asset(
                        settings.get(NodeKeys.ASSET_MANUFACTURER),
                        settings.get(NodeKeys.ASSET_MODEL),
                        settings.get(NodeKeys.ASSET_SERIAL),
                        settings.get(HostKeys.CHASSIS_TYPE),
                        settings.get(HostKeys.ASSET_TAG)),
                settings.get(HostKeys.SERVICE_IDENTIFICATION));
    }

    private Listen listen() {
        return new Listen(
                settings.get(NodeKeys.LISTEN_ADDRESSES),
                settings.get(NodeKeys.LISTEN_HTTPS),
                settings.get(NodeKeys.LISTEN_HTTP),
                settings.get(NodeKeys.LISTEN_LOOPBACK_HTTP),
                settings.get(NodeKeys.CONNECTIONS_MAX),
                settings.get(NodeKeys.IDLE_TIMEOUT),
                settings.get(NodeKeys.READ_TIMEOUT),
                settings.get(NodeKeys.SHUTDOWN_GRACE));
    }

    private Accounts accounts() {
        return new Accounts(
                settings.get(NodeKeys.HASH_ITERATIONS),
                settings.get(NodeKeys.PASSWORD_LENGTH_MIN),
                settings.get(NodeKeys.BASIC_AUTH),
                settings.get(NodeKeys.LOCKOUT_THRESHOLD),
                settings.get(NodeKeys.LOCKOUT_DURATION),
                settings.get(NodeKeys.LOCKOUT_RESET),
                settings.get(NodeKeys.BASIC_CACHE));
    }

    private Discovery discovery() {
        List<Interface> interfaces = settings.elementPaths(ListSections.INTERFACES).stream()
                .map(element -> new Interface(
                        settings.get(element, ListSections.INTERFACE_NAME),
                        settings.get(element, ListSections.INTERFACE_CLASS),
                        settings.get(element, ListSections.OUT_OF_BAND)))
                .toList();
        return new Discovery(
                settings.get(NodeKeys.SSDP),
                settings.get(NodeKeys.SSDP_HOPS),
                settings.get(NodeKeys.SSDP_ANNOUNCE),
                settings.get(NodeKeys.SSDP_SCOPE),
                interfaces,
                remotes(ListSections.PEERS),
                remotes(ListSections.CONSOLES));
    }

    private List<Remote> remotes(ListSection list) {
        return settings.elementPaths(list).stream()
                .map(element -> new Remote(
                        settings.get(element, ListSections.REMOTE_URL),
                        settings.get(element, ListSections.REMOTE_UUID)))
                .toList();
    }

    private Trust trust() {
        return new Trust(
                settings.get(NodeKeys.SIGNERS),
                settings.get(NodeKeys.THRESHOLD),
                settings.get(NodeKeys.REVOKED),
                settings.get(NodeKeys.OPENBMC_KEYS),
                settings.get(NodeKeys.TRUST_TIME),
                settings.get(NodeKeys.FLEET_CA),
                settings.get(NodeKeys.FLEET_CERTIFICATE),
                settings.get(NodeKeys.FLEET_PRIVATE_KEY),
                settings.get(NodeKeys.FLEET_KEY));
    }

    private Component component(String element) {
        ComponentId id = settings.get(element, ListSections.ID);
        return new Component(
                id,
                settings.get(element, ListSections.NAME).orElse(id.value()),
                settings.get(element, ListSections.SOFTWARE_ID),
                settings.get(element, ListSections.MACHINE),
                settings.get(element, ListSections.SIZE),
                settings.get(element, ListSections.FLASH),
                devices(element),
                settings.get(element, ListSections.BANKS),
                settings.get(element, ListSections.MIN_SECURITY_VERSION),
                settings.get(element, ListSections.ADOPT),
                new Activation(
                        settings.get(element, ListSections.PREPARE),
                        settings.get(element, ListSections.COMMAND),
                        settings.get(element, ListSections.COMMAND_WITHIN),
                        settings.get(element, ListSections.CONFIRM),
                        settings.get(element, ListSections.CONFIRM_WITHIN)),
                settings.get(element, ListSections.MAX_FAILURES));
    }

    private SortedMap<BankId, Path> devices(String element) {
        TreeMap<BankId, Path> devices = new TreeMap<>();
        settings.get(element, ListSections.DEVICE_A).ifPresent(path -> devices.put(BankId.A, path));
        settings.get(element, ListSections.DEVICE_B).ifPresent(path -> devices.put(BankId.B, path));
        settings.get(element, ListSections.DEVICE_GOLDEN).ifPresent(path -> devices.put(BankId.GOLDEN, path));
        return devices;
    }

    private Policy policy() {
        return new Policy(
                settings.get(RecoveryKeys.ON_FINDING),
                settings.get(RecoveryKeys.SOURCES),
                settings.get(RecoveryKeys.REDUNDANCY),
                settings.get(RecoveryKeys.PREFERENCES),
                settings.get(RecoveryKeys.ALLOW_DOWNGRADE),
                settings.get(RecoveryKeys.BASELINE),
                settings.get(RecoveryKeys.DONATE_AFTER),
                settings.get(RecoveryKeys.OFFERS_MAX),
                settings.get(RecoveryKeys.SLOTS),
                settings.get(RecoveryKeys.COLLECT),
                settings.get(RecoveryKeys.ATTEMPTS),
                settings.get(RecoveryKeys.WRITES_PER_DAY));
    }

    private Transfer transfer() {
        return new Transfer(
                settings.get(RecoveryKeys.CONNECT_TIMEOUT),
                settings.get(RecoveryKeys.ANSWER_TIMEOUT),
                settings.get(RecoveryKeys.STALL_TIMEOUT),
                settings.get(RecoveryKeys.CHUNK_TIMEOUT),
                new MinimumRate(
                        settings.get(RecoveryKeys.MINIMUM_RATE).perSecond().bytes(),
                        settings.get(RecoveryKeys.RATE_WINDOW)),
                settings.get(RecoveryKeys.TRANSFER_LIMIT));
    }

    private Negotiation negotiation() {
        return new Negotiation(
                settings.get(RecoveryKeys.QUERY_TIMEOUT),
                settings.get(RecoveryKeys.REQUEST_TIMEOUT),
                settings.get(RecoveryKeys.BUSY_RETRIES),
                settings.get(RecoveryKeys.QUERIES_MAX),
                settings.get(RecoveryKeys.OFFERS_ENOUGH),
                settings.get(RecoveryKeys.OFFER_VALID),
                settings.get(RecoveryKeys.REQUEST_KEPT),
                settings.get(RecoveryKeys.LEASE),
                settings.get(RecoveryKeys.LEASE_MAX),
                settings.get(RecoveryKeys.HASH_AGE),
                settings.get(RecoveryKeys.DONOR_QUARANTINE));
    }
}
