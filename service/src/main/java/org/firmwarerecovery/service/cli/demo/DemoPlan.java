package org.firmwarerecovery.service.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.firmwarerecovery.service.config.ByteSize;
import org.firmwarerecovery.update.negotiation.PeerRole;

/**
 * What a demo consists of: its nodes and the configuration file of each. Pure; the same arguments give the same files.
 *
 * @param fault what will be done to the recipient
 * @param size size of the image
 * @param loopback name of the loopback interface, over which the nodes find each other
 * @param nodes the recipient first, then the donors
 */
record DemoPlan(Fault fault, ByteSize size, String loopback, List<Member> nodes) {
    /** Component of the demo. */
    static final String COMPONENT = "BMC";
    /** What its images must name. */
    static final String SOFTWARE_ID = "DEMO-BMC-1";
    /** Machine of all nodes. */
    static final String MACHINE = "demo-board";
    /** Version that is installed and recovered. */
    static final String VERSION = "1.0.0";
    /** Administrator of all nodes. */
    static final String USER = "admin";
    /** Most nodes of a demo; each is a process of its own. */
    static final int NODES_MAX = 16;

    private static final long MEBIBYTE = 1L << 20;

    DemoPlan {
        nodes = List.copyOf(nodes);
    }

    /**
     * One node.
     *
     * @param name name, folder and what is printed
     * @param uuid identity
     */
    record Member(String name, UUID uuid) {}

    /** A plan with one recipient and {@code count - 1} donors, whose identities are given by {@code uuids}. */
    static DemoPlan of(Fault fault, ByteSize size, String loopback, List<UUID> uuids) {
        List<Member> nodes = new ArrayList<>();
        for (int index = 0; index < uuids.size(); index++) {
            nodes.add(new Member(index == 0 ? "recipient" : "donor-" + index, uuids.get(index)));
        }
        return new DemoPlan(fault, size, loopback, nodes);
    }

    /** The node that will be damaged. */
    Member recipient() {
        return nodes.get(0);
    }

    /** Both roles for everybody: what recovered today donates tomorrow. */
    static List<PeerRole> roles() {
        return List.of(PeerRole.RECIPIENT, PeerRole.DONOR);
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
                node:       { name: %s, uuid: %s, state: ./state, roles: [Recipient, Donor] }
                listen:     { addresses: [127.0.0.1], https: 0 }
                admin:      { user: %s, passwordFile: ../admin-password }
                discovery:  { ssdp: true, interfaces: [ { name: %s, class: Lan, outOfBand: true } ] }
                trust:      { signers: [../firmware-root.pem], fleetCa: identity/fleet-ca.pem, certificate: identity/node.pem,
                              key: identity/node.key, fleetKey: identity/fleet.key }
                components:
                  - { id: %s, name: BMC operational code, softwareId: %s, machine: %s, size: %s, banks: [A, B] }
                policy:     { donateAfter: 0s, attempts: 6 }
                scan:       { interval: 2s, bandwidth: 512MiB/s }
                images:     { keep: Requested }
                backoff:    { initial: 500ms, max: 2s }
                """.formatted(
                node.name(), node.name(), node.uuid(), USER, loopback, COMPONENT, SOFTWARE_ID, MACHINE, bankSize());
    }

    /** Commands that a person can try while the nodes run. */
    static List<String> curlCommands(String folder, String recipientUrl) {
        String curl = "curl --cacert " + folder + "/recipient/state/identity/https/certificate.pem --netrc-file "
                + folder + "/netrc " + recipientUrl + "/redfish/v1/UpdateService";
        return List.of(
                curl + "/FirmwareInventory/" + COMPONENT,
                curl + "/FirmwareInventory?%24expand=.",
                curl + "/Oem/FirmwareRecovery/Recoveries",
                curl + "/Oem/FirmwareRecovery/Peers");
    }
}
