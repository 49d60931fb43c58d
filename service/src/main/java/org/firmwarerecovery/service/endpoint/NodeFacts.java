package org.firmwarerecovery.service.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.oem.FleetSummary;

/**
 * What the configuration and the build say about a node and its state does not.
 *
 * @param uuid the node's UUID, lower case
 * @param name the name the operator gave it
 * @param manufacturer who made the machine, where known
 * @param model what machine it is, where known
 * @param serialNumber its serial number, where known
 * @param chassisType shape of the machine, as Redfish spells it
 * @param assetTag what the owner calls it
 * @param serviceIdentification how the service introduces itself, where it is not by its name
 * @param fleet what fleet it belongs to
 * @param scanBandwidth bytes per second of the background scan
 * @param scanInterval time between two scans
 * @param imageSizeMax largest image in bytes
 * @param schemes URI schemes an operator's image may have, lower case
 * @param advertiseHttpPushUri whether the deprecated push URI is shown
 * @param acceptedBody whether the first 202 of a task carries the Task
 * @param failedMonitorIsTask whether the monitor of a failed task answers with the Task instead of an error
 * @param taskSeverity whether messages of tasks carry the deprecated {@code Severity} as well
 */
public record NodeFacts(
        String uuid,
        Optional<String> name,
        Optional<String> manufacturer,
        Optional<String> model,
        Optional<String> serialNumber,
        String chassisType,
        Optional<String> assetTag,
        Optional<String> serviceIdentification,
        FleetSummary fleet,
        long scanBandwidth,
        Duration scanInterval,
        long imageSizeMax,
        List<String> schemes,
        boolean advertiseHttpPushUri,
        boolean acceptedBody,
        boolean failedMonitorIsTask,
        boolean taskSeverity) {
    /** Copies the list. */
    public NodeFacts {
        schemes = List.copyOf(schemes);
    }
}
