package org.firmwarerecovery.service.config;

import static org.firmwarerecovery.service.config.ConfigurationKey.key;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.service.config.NodeConfiguration.HostKind;
import org.firmwarerecovery.service.host.ChassisType;
import org.firmwarerecovery.service.host.ResetType;

/** Declarations of the keys about the machine around the node: its box, its host and its network. */
final class HostKeys {
    /** Boot sources of the Redfish schema that need nothing beside their name. */
    private static final List<String> BOOT_TARGETS = List.of(
            "Pxe", "Hdd", "Cd", "Usb", "Floppy", "BiosSetup", "Utilities", "Diags", "UefiShell", "SDCard", "Recovery");

    static final ConfigurationKey<Optional<ChassisType>> CHASSIS_TYPE = key(
                    "node.asset.chassisType",
                    KeyTypes.optional(KeyTypes.choice(Arrays.asList(ChassisType.values()), ChassisType::label)),
                    "",
                    "Shape of the box; overrides what DMI says.")
            .shownAs("from DMI, else Other")
            .in("Chassis.ChassisType");
    static final ConfigurationKey<Optional<String>> ASSET_TAG = key(
                    "node.asset.assetTag",
                    KeyTypes.optional(KeyTypes.TEXT),
                    "",
                    "What the owner of the machine calls it.")
            .shownAs("none")
            .changedBy("Chassis.AssetTag");
    static final ConfigurationKey<Optional<String>> SERVICE_IDENTIFICATION = key(
                    "node.serviceIdentification",
                    KeyTypes.optional(KeyTypes.TEXT),
                    "",
                    "How the service introduces itself, to everybody.")
            .shownAs("`node.name`")
            .changedBy("Manager.ServiceIdentification");

    static final ConfigurationKey<HostKind> HOST = key(
                    "host",
                    KeyTypes.choice(HostKind.values()),
                    "none",
                    "The host beside the node: none, a simulated one for trying clients, or one that `hostHooks` switch.")
            .in("Systems");
    static final ConfigurationKey<List<String>> RESET = key(
                    "hostHooks.reset",
                    KeyTypes.command(),
                    "[]",
                    "Program and arguments that reset the host; they find `RESET_TYPE`, `BOOT_TARGET` and `BOOT_ONCE` in their"
                            + " environment.")
            .in("ComputerSystem.Reset");
    static final ConfigurationKey<List<ResetType>> RESET_TYPES = key(
                    "hostHooks.resetTypes",
                    KeyTypes.list(KeyTypes.choice(Arrays.asList(ResetType.values()), ResetType::label)),
                    "[On, ForceOff, ForceRestart]",
                    "What that program can do.")
            .in("ComputerSystem.Reset");
    static final ConfigurationKey<List<String>> BOOT = key(
                    "hostHooks.bootTargets",
                    KeyTypes.list(KeyTypes.choice(BOOT_TARGETS, target -> target)),
                    "[]",
                    "Where that program can make the host boot from.")
            .in("ComputerSystem.Boot");
    static final ConfigurationKey<List<String>> POWER = key(
                    "hostHooks.power",
                    KeyTypes.command(),
                    "[]",
                    "Program and arguments that end with 0 when the host is on and with 3 when it is off.")
            .in("ComputerSystem.PowerState");
    static final ConfigurationKey<Duration> POWER_INTERVAL = key(
            "hostHooks.powerInterval",
            KeyTypes.duration(Duration.ofMillis(100)),
            "5s",
            "Time between two looks at the power of the host.");
    static final ConfigurationKey<Duration> WITHIN = key(
            "hostHooks.commandWithin",
            KeyTypes.duration(Duration.ofMillis(1)),
            "10s",
            "How long each of these commands may run; a client waits for a reset.");

    static final ConfigurationKey<List<String>> NETWORK_READ = key(
                    "networkHooks.read",
                    KeyTypes.command(),
                    "[]",
                    "Program and arguments that print network settings as JSON; they find `SUBJECT` and `INTERFACE` in their environment.")
            .in("EthernetInterface, ManagerNetworkProtocol.NTP");
    static final ConfigurationKey<List<String>> NETWORK_WRITE = key(
                    "networkHooks.write",
                    KeyTypes.command(),
                    "[]",
                    "Program and arguments that change network settings to what `SETTINGS` in their environment says; without it nothing"
                            + " can be written.")
            .in("EthernetInterface, ManagerNetworkProtocol.NTP");
    static final ConfigurationKey<Duration> NETWORK_WITHIN = key(
            "networkHooks.commandWithin",
            KeyTypes.duration(Duration.ofMillis(1)),
            "10s",
            "How long each of these commands may run; a client waits for a change.");

    static final List<ConfigurationKey<?>> ALL = List.of(
            CHASSIS_TYPE,
            ASSET_TAG,
            SERVICE_IDENTIFICATION,
            HOST,
            RESET,
            RESET_TYPES,
            BOOT,
            POWER,
            POWER_INTERVAL,
            WITHIN,
            NETWORK_READ,
            NETWORK_WRITE,
            NETWORK_WITHIN);

    private HostKeys() {}
}
