package org.firmwarerecovery.update.node;

import java.time.Duration;
import org.firmwarerecovery.update.transfer.MinimumRate;

/**
 * Every time limit and bound of the machines, by name. All of them are settings, since an emulated ARM BMC is about twenty
 * times slower than a server.
 *
 * @param queryTimeout longest wait for a peer's inventory
 * @param requestTimeout longest wait for an offer or an acknowledgement
 * @param chunkTimeout longest wait for one manifest, or for one chunk that is not so large that it may take longer at the
 *     minimum rate
 * @param minimumRate slowest donor that is put up with
 * @param flashTimeout longest write or hash of a bank
 * @param checkTimeout longest check of a bank with the checks before it, at the speed of the background scan
 * @param ingestTimeout longest fetch of an operator's image
 * @param hookTimeout longest run of an activation hook
 * @param backoffFirst wait after the first failed attempt; doubles each time
 * @param backoffMax longest wait between attempts
 * @param busyRetryMax how often a busy donor is asked again in one negotiation
 * @param queriesParallel most inventories read at once
 * @param chunksParallel most chunks asked for at once
 * @param offersEnough acceptable offers that end the collect window early
 * @param candidatesMax most candidates of one negotiation
 * @param recordsMax most finished jobs, and recoveries, that are remembered
 * @param offersMax most offers a donor remembers
 * @param offersPerPeerMax most live offers to one peer
 * @param offerValid how long an offer can be accepted
 * @param offerRemembered how long the same RequestId gets the same offer
 * @param lease how long an accepted offer holds without use
 * @param leaseHardEnd longest life of a lease
 * @param hashFresh oldest full hash with which an image is still offered
 * @param uptimeSaveEvery how often the uptime is stored when nothing else is
 * @param imageSizeMax largest image in bytes
 * @param donorQuarantine how long a donor that sent something bad is left alone
 */
public record NodeLimits(
        Duration queryTimeout,
        Duration requestTimeout,
        Duration chunkTimeout,
        MinimumRate minimumRate,
        Duration flashTimeout,
        Duration checkTimeout,
        Duration ingestTimeout,
        Duration hookTimeout,
        Duration backoffFirst,
        Duration backoffMax,
        int busyRetryMax,
        int queriesParallel,
        int chunksParallel,
        int offersEnough,
        int candidatesMax,
        int recordsMax,
        int offersMax,
        int offersPerPeerMax,
        Duration offerValid,
        Duration offerRemembered,
        Duration lease,
        Duration leaseHardEnd,
        Duration hashFresh,
        Duration uptimeSaveEvery,
        long imageSizeMax,
        Duration donorQuarantine) {
    /** The design's figures. */
    public static NodeLimits defaults() {
        return new NodeLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                MinimumRate.defaults(),
                Duration.ofMinutes(30),
                Duration.ofHours(1),
                Duration.ofHours(2),
                Duration.ofMinutes(10),
                Duration.ofSeconds(2),
                Duration.ofMinutes(5),
                3,
                8,
                2,
                3,
                96,
                100,
                256,
                8,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                Duration.ofHours(24),
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                1L << 30,
                Duration.ofHours(1));
    }
}
