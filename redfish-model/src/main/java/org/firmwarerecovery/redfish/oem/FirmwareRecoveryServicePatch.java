package org.firmwarerecovery.redfish.oem;

import java.time.Duration;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Field;

/**
 * The writable members of a {@code FirmwareRecoveryService}, as a PATCH brings them.
 *
 * @param policy rules to change
 */
public record FirmwareRecoveryServicePatch(Field<PolicyPatch> policy) {
    /**
     * Rules to change.
     *
     * @param onFinding what happens on a finding; {@code Log}, {@code Ask}, {@code Repair}
     * @param sources sources of images in the order in which they are tried; {@code OtherBank}, {@code Golden}, {@code
     *     ImageStore}, {@code Network}
     * @param redundancy what happens to a bank below the floor; {@code Mirror}, {@code Keep}
     * @param preferences preferences in ranking donors, first one first; {@code SameVersion}, {@code NewestVersion},
     *     {@code ConsoleFirst}, {@code PeerFirst}, {@code LeastLoaded}, {@code Nearest}
     * @param allowDowngrade when an older version may be written; {@code Never}, {@code RecoveryOnly}, {@code Operator}
     * @param baseline manifests that the operator wants per software
     * @param donateAfter time that an image must have run confirmed before it is donated
     * @param offersMax largest number of answers to one search that are looked at
     * @param slots largest number of images that are sent at once
     * @param collect time for which offers are collected
     * @param attempts number of network attempts per component in an hour
     * @param writesPerDay number of bank writes per component in a day
     */
    public record PolicyPatch(
            Field<String> onFinding,
            Field<List<String>> sources,
            Field<String> redundancy,
            Field<List<String>> preferences,
            Field<String> allowDowngrade,
            Field<List<BaselineEntry>> baseline,
            Field<Duration> donateAfter,
            Field<Long> offersMax,
            Field<Long> slots,
            Field<Duration> collect,
            Field<Long> attempts,
            Field<Long> writesPerDay) {}
}
