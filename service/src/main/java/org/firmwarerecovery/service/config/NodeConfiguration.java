package org.firmwarerecovery.service.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.UUID;
import org.firmwarerecovery.discovery.core.Ipv6Scope;
import org.firmwarerecovery.service.auth.BasicAuth;
import org.firmwarerecovery.service.host.ChassisType;
import org.firmwarerecovery.service.host.HostCommands;
import org.firmwarerecovery.service.network.NetworkCommands;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.trust.TrustTime;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.policy.DowngradeRule;
import org.firmwarerecovery.update.policy.OnFinding;
import org.firmwarerecovery.update.policy.Preference;
import org.firmwarerecovery.update.policy.SourceKind;
import org.firmwarerecovery.update.transfer.MinimumRate;

/**
 * Everything a node was told, complete and checked: what {@link ConfigurationLoader} makes of file, Redfish settings and
 * command line. Immutable. Each component of the records is one key of the reference, of the same name; what a key means
 * and its default stand in its declaration ({@link NodeKeys}, {@link HostKeys}, {@link RecoveryKeys}, {@link ListSections}).
 */
public record NodeConfiguration(
        Node node,
        Listen listen,
        Admin admin,
        Accounts accounts,
        Sessions sessions,
        Discovery discovery,
        Trust trust,
        List<Component> components,
        Policy policy,
        Scan scan,
        Images images,
        Update update,
        Events events,
        Telemetry telemetry,
        Transfer transfer,
        Negotiation negotiation,
        Backoff backoff,
        Tasks tasks,
        Compat compat,
        HostKind host,
        HostCommands hostHooks,
        NetworkCommands networkHooks) {

    /** Section {@code node}: who this node is. */
    public record Node(
            Optional<String> name,
            Optional<UUID> uuid,
            Path state,
            List<PeerRole> roles,
            Asset asset,
            Optional<String> serviceIdentification) {}

    /** Section {@code node.asset}: overrides what DMI says. */
    public record Asset(
            Optional<String> manufacturer,
            Optional<String> model,
            Optional<String> serialNumber,
            Optional<ChassisType> chassisType,
            Optional<String> assetTag) {}

    /** Key {@code host}: what host there is beside the node. */
    public enum HostKind implements Named {
        /** None that this node knows of. */
        NONE("none"),
        /** One that is only a state. */
        SIMULATED("simulated"),
        /** One that the commands of {@code hostHooks} switch. */
        HOOKS("hooks");

        private final String label;

        HostKind(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }
    }

    /** Section {@code listen}: sockets and their limits. */
    public record Listen(
            List<InetAddress> addresses,
            int https,
            OptionalInt http,
            OptionalInt loopbackHttp,
            int connectionsMax,
            Duration idleTimeout,
            Duration readTimeout,
            Duration shutdownGrace) {}

    /** Section {@code admin}: the administrator made at the first start. */
    public record Admin(String user, Optional<Path> passwordFile) {}

    /** Section {@code accounts}: password checks. */
    public record Accounts(
            int hashIterations,
            int passwordLengthMin,
            BasicAuth basicAuth,
            int lockoutThreshold,
            Duration lockoutDuration,
            Duration lockoutReset,
            Duration basicCache) {}

    /** Section {@code sessions}. */
    public record Sessions(int max, Duration timeout, boolean enabled) {}

    /** Section {@code discovery}: how peers are found. */
    public record Discovery(
            boolean ssdp,
            int hops,
            Duration announce,
            Ipv6Scope ipv6Scope,
            List<Interface> interfaces,
            List<Remote> peers,
            List<Remote> consoles) {}

    /** An element of {@code discovery.interfaces}. */
    public record Interface(String name, Medium medium, boolean outOfBand) {}

    /** What an interface is made of. */
    public enum Medium implements Named {
        /** Wired local network. */
        LAN("Lan"),
        /** Wireless local network. */
        WIRELESS("Wireless"),
        /** Bluetooth network. */
        BLUETOOTH("Bluetooth"),
        /** Serial bus. */
        SERIAL_BUS("SerialBus");

        private final String label;

        Medium(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }
    }

    /** An element of {@code discovery.peers} or {@code discovery.consoles}. */
    public record Remote(URI url, Optional<UUID> uuid) {}

    /** Section {@code trust}: whom this node believes. */
    public record Trust(
            List<Path> signers,
            int threshold,
            Optional<Path> revoked,
            List<Path> openbmcKeys,
            TrustTime time,
            Optional<Path> fleetCa,
            Optional<Path> certificate,
            Optional<Path> key,
            Optional<Path> fleetKey) {}

    /** An element of {@code components}. */
    public record Component(
            ComponentId id,
            String name,
            String softwareId,
            Optional<String> machine,
            ByteSize size,
            FlashKind flash,
            SortedMap<BankId, Path> devices,
            List<BankId> banks,
            int minSecurityVersion,
            Optional<Path> adopt,
            Activation activation,
            int bootFailuresMax) {}

    /** What a component's banks are made of. */
    public enum FlashKind implements Named {
        /** One file per bank in the state folder. */
        FILE("file"),
        /** One MTD character device per bank, written like NOR. */
        MTD("mtd");

        private final String label;

        FlashKind(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }
    }

    /** Element section {@code components.activation}. */
    public record Activation(
            List<String> prepare,
            List<String> command,
            Duration commandWithin,
            Confirmation confirm,
            Duration confirmWithin) {}

    /** Section {@code policy}. */
    public record Policy(
            OnFinding onFinding,
            List<SourceKind> sources,
            Redundancy redundancy,
            List<Preference> preferences,
            DowngradeRule allowDowngrade,
            SortedMap<String, List<Digest>> baseline,
            Duration donateAfter,
            int offersMax,
            int slots,
            Duration collect,
            int attempts,
            int writesPerDay) {

        /** What happens to a bank that fell below the floor. */
        public enum Redundancy implements Named {
            /** Mirrored from the confirmed bank. */
            MIRROR("Mirror"),
            /** Kept until the operator decides. */
            KEEP("Keep");

            private final String label;

            Redundancy(String label) {
                this.label = label;
            }

            @Override
            public String label() {
                return label;
            }
        }
    }

    /** Section {@code scan}: the background check of banks and image store. */
    public record Scan(Duration interval, ByteRate bandwidth) {
        /** How long a background check of all banks of {@code component} takes at this bandwidth, at most. */
        public Duration timeFor(Component component) {
            double bytes = (double) component.size().bytes() * component.banks().size();
            return Duration.ofSeconds(
                    (long) Math.ceil(bytes / bandwidth.perSecond().bytes()));
        }
    }

    /** Section {@code images}: the image store and the library. */
    public record Images(Keep keep, ByteSize quota, Optional<Path> library, Duration libraryInterval) {
        /** Which images the store keeps. */
        public enum Keep implements Named {
            /** Every installed image. */
            INSTALLED("Installed"),
            /** Only those that an update asked to keep. */
            REQUESTED("Requested");

            private final String label;

            Keep(String label) {
                this.label = label;
            }

            @Override
            public String label() {
                return label;
            }
        }
    }

    /** Section {@code events}: which receivers events may be sent to. */
    public record Events(List<AddressRange> allowAddresses, List<Path> authorities) {}

    /**
     * Section {@code telemetry}: what the node measures of itself.
     *
     * @param interval time between two reports; zero for none
     */
    public record Telemetry(Duration interval) {}

    /** Section {@code update}: what an operator's update may fetch. */
    public record Update(
            boolean enabled,
            List<Scheme> allowSchemes,
            List<AddressRange> allowAddresses,
            ByteSize maxImageSize,
            Duration bankTimeout) {
        /** Scheme of an image URI. */
        public enum Scheme implements Named {
            /** TLS. */
            HTTPS("https"),
            /** Plain; the image's own signature protects it. */
            HTTP("http");

            private final String label;

            Scheme(String label) {
                this.label = label;
            }

            @Override
            public String label() {
                return label;
            }
        }
    }

    /** Section {@code transfer}: time limits of pulling an image. */
    public record Transfer(
            Duration connectTimeout,
            Duration answerTimeout,
            Duration stallTimeout,
            Duration chunkTimeout,
            MinimumRate minimumRate,
            Duration limit) {}

    /** Section {@code negotiation}: limits of asking and offering. */
    public record Negotiation(
            Duration queryTimeout,
            Duration requestTimeout,
            int busyRetries,
            int queriesMax,
            int offersEnough,
            Duration offerValid,
            Duration requestKept,
            Duration lease,
            Duration leaseMax,
            Duration hashAge,
            Duration donorQuarantine) {}

    /** Section {@code backoff}: waiting between attempts, doubled each time. */
    public record Backoff(Duration initial, Duration max) {}

    /** Section {@code tasks}. */
    public record Tasks(AcceptedBody acceptedBody, FailedMonitor failedMonitor, int max, Duration keep) {
        /** Body of the answer that accepts a task. */
        public enum AcceptedBody implements Named {
            /** None. */
            NONE("none"),
            /** The Task. */
            TASK("task");

            private final String label;

            AcceptedBody(String label) {
                this.label = label;
            }

            @Override
            public String label() {
                return label;
            }
        }

        /** What the monitor of a failed task answers. */
        public enum FailedMonitor implements Named {
            /** The error, with its own status. */
            ERROR("error"),
            /** 200 and the Task. */
            TASK("task");

            private final String label;

            FailedMonitor(String label) {
                this.label = label;
            }

            @Override
            public String label() {
                return label;
            }
        }
    }

    /** Section {@code compat}: for old clients. */
    public record Compat(boolean httpPushUri, boolean taskSeverity) {}
}
