package org.firmwarerecovery.service.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.firmwarerecovery.service.config.ByteSize;
import org.firmwarerecovery.update.negotiation.PeerRole;

/**
 * What a demo consists of: its nodes and the configuration file of each. Pure; the same arguments give the same files.
 *
 * @param fault what will be done to the recipient
 * @param donating who has an image to give
 * @param size size of the image
 * @param loopback name of the loopback interface, over which the nodes find each other
 * @param nodes the recipient first, then its peers, the console last
 */
record DemoPlan(Fault fault, Donating donating, ByteSize size, String loopback, List<Member> nodes) {
    /** Component of the demo. */
    static final String COMPONENT = "BMC";
    /** What its images must name. */
    static final String SOFTWARE_ID = "DEMO-BMC-1";
    /** Machine of all nodes. */
    static final String MACHINE = "demo-board";
    /** Version that is installed first. */
    static final String VERSION = "1.0.0";
    /** Version that replaces it when it is outdated; its higher security version keeps anybody from going back. */
    static final String NEWER_VERSION = "1.1.0";
    /** Administrator of all nodes. */
    static final String USER = "admin";
    /** Most nodes of a demo; each is a process of its own. */
    static final int NODES_MAX = 16;

    /** Folder of a console's library, beside its configuration. */
    static final String LIBRARY_FOLDER = "library";

    private static final String LIBRARY = "images:     { library: ./" + LIBRARY_FOLDER + ", libraryInterval: 500ms }\n";
    private static final long MEBIBYTE = 1L << 20;

    DemoPlan {
        nodes = List.copyOf(nodes);
    }

    /** What a node is in the demo. */
    enum Kind {
        /** Will be damaged. */
        RECIPIENT,
        /** Runs the same firmware. */
        PEER,
        /** Has a library and no firmware. */
        CONSOLE
    }

    /**
     * One node.
     *
     * @param name name, folder and what is printed
     * @param uuid identity
     * @param kind what it is
     */
    record Member(String name, UUID uuid, Kind kind) {
        /** Roles in its certificate: what recovered today donates tomorrow. */
        List<PeerRole> roles() {
            return kind == Kind.CONSOLE ? List.of(PeerRole.CONSOLE) : List.of(PeerRole.RECIPIENT, PeerRole.DONOR);
        }

        boolean isConsole() {
            return kind == Kind.CONSOLE;
        }
    }

    /**
     * A plan with one recipient and as many other nodes as there are further {@code uuids}. Of three and more the last one is
     * a console, of two the second one is a console only when only consoles donate.
     */
    static DemoPlan of(Fault fault, Donating donating, ByteSize size, String loopback, List<UUID> uuids) {
        int last = uuids.size() - 1;
        boolean console = last >= 2 || (last == 1 && donating == Donating.CONSOLE);
        List<Member> nodes = new ArrayList<>();
        for (int index = 0; index <= last; index++) {
            UUID uuid = uuids.get(index);
            if (index == 0) {
                nodes.add(new Member("recipient", uuid, Kind.RECIPIENT));
            } else if (index == last && console) {
                nodes.add(new Member("console", uuid, Kind.CONSOLE));
            } else {
                nodes.add(new Member("donor-" + index, uuid, Kind.PEER));
            }
        }
        return new DemoPlan(fault, donating, size, loopback, nodes);
    }

    /** The node that will be damaged. */
    Member recipient() {
        return nodes.get(0);
    }

    /** The console, if there is one. */
    Optional<Member> console() {
        return nodes.stream().filter(Member::isConsole).findFirst();
    }

    /** Name of a node by its identity; the identity itself for a stranger. */
    String nameOf(String uuid) {
        return nodes.stream()
                .filter(node -> node.uuid().toString().equalsIgnoreCase(uuid))
                .map(Member::name)
                .findFirst()
                .orElse(uuid);
    }

    /** Size of each bank: the image, rounded up to whole MiB. */
    ByteSize bankSize() {
        return new ByteSize((size.bytes() + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE);
    }

    /**
     * The configuration file of one node. Scan and back-off are quick, so that nobody has to wait; the image store keeps
     * nothing, so that the image has to come over the network.
     */
    String configuration(Member node) {
        return """
                # %s of the demo
                node:       { name: %s, uuid: %s, state: ./state, roles: [%s] }
                listen:     { addresses: [127.0.0.1], https: 0 }
                admin:      { user: %s, passwordFile: ../admin-password }
                discovery:  { ssdp: true, interfaces: [ { name: %s, class: Lan, outOfBand: true } ] }
                trust:      { signers: [../firmware-root.pem], fleetCa: identity/fleet-ca.pem, certificate: identity/node.pem,
                              key: identity/node.key, fleetKey: identity/fleet.key }
                scan:       { interval: 2s, bandwidth: 512MiB/s }
                """.formatted(
                        node.name(),
                        node.name(),
                        node.uuid(),
                        String.join(
                                ", ", node.roles().stream().map(PeerRole::label).toList()),
                        USER,
                        loopback)
                + (node.isConsole() ? LIBRARY : firmware(node));
    }

    private String firmware(Member node) {
        boolean tooYoung = node.kind() == Kind.PEER && donating == Donating.CONSOLE;
        return """
                components:
                  - { id: %s, name: BMC operational code, softwareId: %s, machine: %s, size: %s, banks: [A, B] }
                policy:     { donateAfter: %s, attempts: 6 }
                images:     { keep: Requested }
                backoff:    { initial: 500ms, max: 2s }
                """.formatted(COMPONENT, SOFTWARE_ID, MACHINE, bankSize(), tooYoung ? "24h" : "0s");
    }

    /** Commands that a person can try on one of the nodes while they run. */
    static List<String> curlCommands(String folder, Member node, String url) {
        String curl = "curl --cacert " + folder + "/" + node.name()
                + "/state/identity/https/certificate.pem --netrc-file " + folder + "/netrc " + url
                + "/redfish/v1/UpdateService";
        return node.isConsole()
                ? List.of(
                        curl + "/Oem/FirmwareRecovery",
                        curl + "/LocalImageStore",
                        "ls -l " + folder + "/" + node.name() + "/" + LIBRARY_FOLDER)
                : List.of(
                        curl + "/FirmwareInventory/" + COMPONENT,
                        curl + "/FirmwareInventory?%24expand=.",
                        curl + "/Oem/FirmwareRecovery/Recoveries",
                        curl + "/Oem/FirmwareRecovery/Peers");
    }
}
