package org.firmwarerecovery.service.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.firmwarerecovery.service.auth.BasicAuth;
import org.firmwarerecovery.service.config.NodeConfiguration.Component;
import org.firmwarerecovery.service.config.NodeConfiguration.Trust;
import org.firmwarerecovery.service.host.HostCommands;
import org.firmwarerecovery.service.network.NetworkCommands;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.journal.JournalCodec;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.firmwarerecovery.update.policy.SourceKind;

/** Rules between keys, and between keys and the files they name. Reads files' attributes, never their content. */
final class CrossChecks {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private static final Duration SCAN_WORTH_A_NOTE = Duration.ofMinutes(1);

    private final NodeConfiguration configuration;
    private final Settings settings;
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    CrossChecks(NodeConfiguration configuration, Settings settings) {
        this.configuration = configuration;
        this.settings = settings;
        sockets();
        components();
        roles();
        trust();
        limits();
        logins();
        host();
        configuration.admin().passwordFile().ifPresent(file -> secret(NodeKeys.ADMIN_PASSWORD_FILE.path(), file));
        configuration.images().library().ifPresent(folder -> {
            if (!Files.isDirectory(folder)) {
                problem(RecoveryKeys.LIBRARY.path(), folder + " is no folder", "an existing folder");
            }
        });
    }

    /** Everything that makes the configuration unusable. */
    List<ConfigurationProblem> problems() {
        return List.copyOf(problems);
    }

    /** What is allowed but probably not meant. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        Trust trust = configuration.trust();
        if (!configuration.components().isEmpty()
                && trust.signers().isEmpty()
                && trust.openbmcKeys().isEmpty()) {
            notes.add("trust.signers is empty: no image can be verified, so every bank stays Unmanaged");
        }
        boolean network = configuration.policy().sources().contains(SourceKind.NETWORK);
        if (!configuration.components().isEmpty() && network && trust.fleetCa().isEmpty()) {
            notes.add("trust.fleetCa is not set: peers are off, so nothing is recovered over the network");
        }
        if (trust.fleetCa().isPresent()
                && configuration.discovery().ssdp()
                && trust.fleetKey().isEmpty()) {
            notes.add("trust.fleetKey is not set: donors are not searched by multicast");
        }
        HostCommands commands = configuration.hostHooks();
        boolean given = !commands.reset().isEmpty() || !commands.power().isEmpty();
        if (given && configuration.host() != NodeConfiguration.HostKind.HOOKS) {
            notes.add("hostHooks are not used: host is " + configuration.host().label());
        }
        for (Component component : configuration.components()) {
            Duration scan = configuration.scan().timeFor(component);
            Duration interval = configuration.scan().interval();
            if (!interval.isZero() && scan.compareTo(interval) > 0 && scan.compareTo(SCAN_WORTH_A_NOTE) > 0) {
                notes.add("scan.bandwidth: reading all banks of component " + component.id() + " takes "
                        + scan.toSeconds() + " s, longer than scan.interval: its banks are read all the time");
            }
        }
        return notes;
    }

    private void logins() {
        boolean basic = configuration.accounts().basicAuth() != BasicAuth.DISABLED;
        if (!basic && !configuration.sessions().enabled()) {
            problem(
                    NodeKeys.SESSIONS_ENABLED.path(),
                    "with accounts.basicAuth Disabled too nobody could log in",
                    "true, or Basic");
        }
    }

    private void sockets() {
        int https = configuration.listen().https();
        OptionalInt http = configuration.listen().http();
        if (configuration.listen().addresses().isEmpty()) {
            problem(NodeKeys.LISTEN_ADDRESSES.path(), "no address", "at least one, such as 127.0.0.1");
        }
        if (http.isPresent() && http.getAsInt() != 0 && http.getAsInt() == https) {
            problem(NodeKeys.LISTEN_HTTP.path(), "same port as listen.https", "another port, 0 or off");
        }
        OptionalInt loopback = configuration.listen().loopbackHttp();
        if (loopback.isPresent()
                && loopback.getAsInt() != 0
                && (loopback.getAsInt() == https || loopback.equals(http))) {
            problem(NodeKeys.LISTEN_LOOPBACK_HTTP.path(), "same port as another listener", "another port, 0 or off");
        }
    }

    private void components() {
        if (configuration.components().size() > JournalCodec.COMPONENTS_MAX) {
            problem(
                    ListSections.COMPONENTS.path(),
                    configuration.components().size() + " components do not fit into the journal of the banks",
                    "at most " + JournalCodec.COMPONENTS_MAX);
        }
        TreeSet<String> folders = new TreeSet<>();
        TreeSet<Path> devices = new TreeSet<>();
        for (Component component : configuration.components()) {
            String element = ListSections.COMPONENTS.element(component.id().value());
            String banks = element + "." + ListSections.BANKS.path();
            if (component.banks().isEmpty() || component.banks().get(0) == BankId.GOLDEN) {
                problem(banks, "no bank that can be written comes first", "A or B first, such as [A, B]");
            }
            if (!folders.add(component.id().value().toLowerCase(Locale.ROOT))) {
                problem(element + ".id", "differs from another id only in case", "ids that differ in letters");
            }
            devices(component, element, devices);
            component.adopt().ifPresent(file -> {
                String key = element + "." + ListSections.ADOPT.path();
                readable(key, file);
                readable(key, file.resolveSibling(file.getFileName() + ".p7s"));
            });
        }
    }

    /** Two banks on one device would overwrite each other. */
    private void devices(Component component, String element, TreeSet<Path> taken) {
        boolean mtd = component.flash() == NodeConfiguration.FlashKind.MTD;
        for (BankId bank : BankId.values()) {
            String key = element + ".devices." + bank.label();
            Path device = component.devices().get(bank);
            boolean needed = mtd && component.banks().contains(bank);
            if (needed && device == null) {
                problem(
                        element + "." + ListSections.FLASH.path(),
                        "mtd without a device of bank " + bank.label(),
                        "devices." + bank.label() + ", such as /dev/mtd4");
            } else if (!needed && device != null) {
                String why = mtd ? "there is no bank " + bank.label() : "flash is file";
                problem(key, "a device of no use: " + why, "flash: mtd and the bank in banks, or no device");
            } else if (device != null && !taken.add(device.normalize())) {
                problem(key, "a device of two banks", "a device for each bank");
            }
        }
    }

    private void roles() {
        List<PeerRole> roles = configuration.node().roles();
        String key = NodeKeys.NODE_ROLES.path();
        if (roles.isEmpty()) {
            problem(key, "no role", "at least one of Recipient, Donor, Console");
        }
        if (roles.contains(PeerRole.CONSOLE) && configuration.images().library().isEmpty()) {
            problem(key, "a Console has nothing to give without a library", "images.library, or no role Console");
        }
        boolean chosen = settings.origin(key).layer() != Origin.Layer.DEFAULT;
        if (chosen
                && roles.contains(PeerRole.RECIPIENT)
                && configuration.components().isEmpty()) {
            problem(key, "a Recipient has nothing to recover without components", "components, or another role");
        }
    }

    private void trust() {
        Trust trust = configuration.trust();
        Map<String, Optional<Path>> trio = new LinkedHashMap<>();
        trio.put(NodeKeys.FLEET_CA.path(), trust.fleetCa());
        trio.put(NodeKeys.FLEET_CERTIFICATE.path(), trust.certificate());
        trio.put(NodeKeys.FLEET_PRIVATE_KEY.path(), trust.key());
        boolean any = trio.values().stream().anyMatch(Optional::isPresent)
                || trust.fleetKey().isPresent();
        if (any) {
            trio.forEach((path, file) -> {
                if (file.isEmpty()) {
                    problem(path, "missing", "trust.fleetCa, trust.certificate and trust.key together");
                }
            });
        }
        trust.fleetCa().ifPresent(file -> readable(NodeKeys.FLEET_CA.path(), file));
        trust.certificate().ifPresent(file -> readable(NodeKeys.FLEET_CERTIFICATE.path(), file));
        trust.key().ifPresent(file -> secret(NodeKeys.FLEET_PRIVATE_KEY.path(), file));
        trust.fleetKey().ifPresent(file -> secret(NodeKeys.FLEET_KEY.path(), file));
        trust.revoked().ifPresent(file -> readable(NodeKeys.REVOKED.path(), file));
        trust.signers().forEach(file -> readable(NodeKeys.SIGNERS.path(), file));
        trust.openbmcKeys().forEach(this::vendorKeys);
        configuration.events().authorities().forEach(file -> readable(RecoveryKeys.EVENT_AUTHORITIES.path(), file));
    }

    private void host() {
        HostCommands commands = configuration.hostHooks();
        boolean hooks = configuration.host() == NodeConfiguration.HostKind.HOOKS;
        if (hooks && commands.reset().isEmpty() && commands.power().isEmpty()) {
            problem(HostKeys.HOST.path(), "no command for the host", "hostHooks.reset or hostHooks.power");
        }
        if (!commands.bootTargets().isEmpty() && commands.reset().isEmpty()) {
            problem(HostKeys.BOOT.path(), "nothing makes the host boot from there", "hostHooks.reset as well");
        }
        NetworkCommands network = configuration.networkHooks();
        if (!network.write().isEmpty() && network.read().isEmpty()) {
            problem(HostKeys.NETWORK_WRITE.path(), "nobody sees what was written", "networkHooks.read as well");
        }
    }

    private void limits() {
        if (configuration.backoff().initial().compareTo(configuration.backoff().max()) > 0) {
            problem(RecoveryKeys.BACKOFF_INITIAL.path(), "longer than backoff.max", "at most backoff.max");
        }
        if (configuration
                        .negotiation()
                        .lease()
                        .compareTo(configuration.negotiation().leaseMax())
                > 0) {
            problem(RecoveryKeys.LEASE.path(), "longer than negotiation.leaseMax", "at most negotiation.leaseMax");
        }
    }

    /** A key, or a folder of keys as OpenBMC lays them out; what is in them is read at the start, as with signers. */
    private void vendorKeys(Path place) {
        if (!Files.isDirectory(place)) {
            readable(NodeKeys.OPENBMC_KEYS.path(), place);
        }
    }

    private boolean readable(String key, Path file) {
        if (Files.isRegularFile(file) && Files.isReadable(file)) {
            return true;
        }
        problem(key, file + " cannot be read", "a readable file");
        return false;
    }

    private void secret(String key, Path file) {
        if (!readable(key, file)) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (OTHERS.stream().anyMatch(permissions::contains)) {
                problem(key, file + " can be read or written by others", "chmod 600 " + file);
            }
        } catch (UnsupportedOperationException foreign) {
            // A file system without owners cannot tell; its access rules are the operator's.
            return;
        } catch (IOException failed) {
            problem(key, file + " cannot be examined: " + failed.getMessage(), "a readable file");
        }
    }

    private void problem(String path, String what, String expected) {
        problems.add(new ConfigurationProblem(settings.origin(path).place(), path, what, expected));
    }
}
