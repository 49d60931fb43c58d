package org.firmwarerecovery.service.config;

import static org.firmwarerecovery.service.config.ConfigurationKey.key;
import static org.firmwarerecovery.service.config.ConfigurationKey.required;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firmwarerecovery.service.config.NodeConfiguration.FlashKind;
import org.firmwarerecovery.service.config.NodeConfiguration.Medium;
import org.firmwarerecovery.update.component.BankId;
import org.firmwarerecovery.update.component.ComponentId;

/** Declarations of the keys that repeat: per component, per interface, per peer. */
final class ListSections {
    private static final KeyType<ComponentId> COMPONENT_ID = new KeyType<>(
            "id",
            "letters, digits, _ and .",
            (raw, base) -> raw instanceof RawValue.Scalar scalar && ComponentId.isValid(scalar.text())
                    ? new Reading.Good<>(new ComponentId(scalar.text()))
                    : new Reading.Bad<>("not an id", "1 to 32 letters, digits, _ or ., the first one a letter"),
            ComponentId::value);

    static final ConfigurationKey<ComponentId> ID = required(
                    "id", COMPONENT_ID, "Name in URIs and on the command line; once per node.")
            .in("SoftwareInventory.Id");
    static final ConfigurationKey<Optional<String>> NAME = key(
                    "name", KeyTypes.optional(KeyTypes.TEXT), "", "Name for people.")
            .shownAs("the id")
            .in("SoftwareInventory.Name");
    static final ConfigurationKey<String> SOFTWARE_ID = required(
                    "softwareId", KeyTypes.TEXT, "What a compatible image's manifest must name.")
            .in("SoftwareInventory.SoftwareId");
    static final ConfigurationKey<Optional<String>> MACHINE = key(
                    "machine", KeyTypes.optional(KeyTypes.TEXT), "", "Machine an image must be made for.")
            .shownAs("any");
    static final ConfigurationKey<ByteSize> SIZE =
            required("size", KeyTypes.SIZE, "Size of each bank; a payload must fit.");
    static final ConfigurationKey<FlashKind> FLASH = key(
            "flash",
            KeyTypes.choice(FlashKind.values()),
            "file",
            "What the banks are made of: one file per bank, or one MTD device (NOR) per bank, for which mtd-utils"
                    + " must be installed.");
    static final ConfigurationKey<Optional<Path>> DEVICE_A = device(BankId.A);
    static final ConfigurationKey<Optional<Path>> DEVICE_B = device(BankId.B);
    static final ConfigurationKey<Optional<Path>> DEVICE_GOLDEN = device(BankId.GOLDEN);
    static final ConfigurationKey<List<BankId>> BANKS = key(
            "banks",
            KeyTypes.list(KeyTypes.choice(Arrays.asList(BankId.values()), BankId::label)),
            "[A, B]",
            "Banks there are; the first is active at the very first start, Golden is never written.");
    static final ConfigurationKey<Integer> MIN_SECURITY_VERSION = key(
            "minSecurityVersion",
            KeyTypes.number(0, 999_999_999),
            "0",
            "Lowest security version ever accepted; the floor starts here.");
    static final ConfigurationKey<Optional<Path>> ADOPT = key(
                    "adopt",
                    KeyTypes.optional(KeyTypes.PATH),
                    "",
                    "Signed manifest (signature beside it as `.p7s`) of what is in the banks already.")
            .shownAs("none");
    static final ConfigurationKey<List<String>> PREPARE = key(
            "activation.prepare",
            KeyTypes.command(),
            "[]",
            "Program and arguments run before a bank is activated; a non-zero exit stops the activation.");
    static final ConfigurationKey<List<String>> COMMAND = key(
            "activation.command",
            KeyTypes.command(),
            "[]",
            "Program and arguments that make the platform run the new bank.");
    static final ConfigurationKey<Duration> COMMAND_WITHIN = key(
            "activation.commandWithin",
            KeyTypes.duration(Duration.ofMillis(1)),
            "2m",
            "How long each of these commands may run.");
    static final ConfigurationKey<Confirmation> CONFIRM =
            key("activation.confirm", ConfirmationType.TYPE, "none", "How a new image proves that it works.");
    static final ConfigurationKey<Duration> CONFIRM_WITHIN = key(
            "activation.confirmWithin",
            KeyTypes.duration(Duration.ofMillis(1)),
            "2m",
            "Time for that proof; after it the node reverts and quarantines the image.");
    static final ConfigurationKey<Integer> MAX_FAILURES = key(
            "boot.maxFailures", KeyTypes.number(1, 100), "3", "Failed boots of a bank in a row that make a finding.");

    static final ListSection COMPONENTS = new ListSection(
            "components",
            List.of("id"),
            "",
            List.of(
                    ID,
                    NAME,
                    SOFTWARE_ID,
                    MACHINE,
                    SIZE,
                    FLASH,
                    DEVICE_A,
                    DEVICE_B,
                    DEVICE_GOLDEN,
                    BANKS,
                    MIN_SECURITY_VERSION,
                    ADOPT,
                    PREPARE,
                    COMMAND,
                    COMMAND_WITHIN,
                    CONFIRM,
                    CONFIRM_WITHIN,
                    MAX_FAILURES),
            "The updatable firmware of this node.");

    static final ConfigurationKey<String> INTERFACE_NAME =
            required("name", KeyTypes.TEXT, "Name of the interface, such as `eth0`; a plain word means this.");
    static final ConfigurationKey<Medium> INTERFACE_CLASS =
            key("class", KeyTypes.choice(Medium.values()), "Lan", "What the interface is made of.");
    static final ConfigurationKey<Boolean> OUT_OF_BAND =
            key("outOfBand", KeyTypes.BOOLEAN, "true", "True when the interface carries management traffic only.");

    static final ListSection INTERFACES = new ListSection(
            "discovery.interfaces",
            List.of("name"),
            "name",
            List.of(INTERFACE_NAME, INTERFACE_CLASS, OUT_OF_BAND),
            "Interfaces for SSDP. None given: those that carry `listen.addresses`, or with a wildcard there all but loopback.");

    static final ConfigurationKey<URI> REMOTE_URL =
            required("url", KeyTypes.url("https"), "Address of its Redfish service.");
    static final ConfigurationKey<Optional<UUID>> REMOTE_UUID =
            required("uuid", KeyTypes.optional(KeyTypes.UUID_TYPE), "Identity that its fleet certificate must carry.");

    static final ListSection PEERS = remotes("discovery.peers", "Nodes that are asked without searching.");
    static final ListSection CONSOLES =
            remotes("discovery.consoles", "Management consoles that are asked without searching.");

    static final List<ListSection> ALL = List.of(INTERFACES, PEERS, CONSOLES, COMPONENTS);

    private ListSections() {}

    private static ConfigurationKey<Optional<Path>> device(BankId bank) {
        return key(
                        "devices." + bank.label(),
                        KeyTypes.optional(KeyTypes.PATH),
                        "",
                        "Character device of bank " + bank.label() + ", such as `/dev/mtd4`; with `flash: mtd` only.")
                .shownAs("none");
    }

    private static ListSection remotes(String path, String description) {
        return new ListSection(path, List.of("uuid"), "", List.of(REMOTE_URL, REMOTE_UUID), description);
    }
}
