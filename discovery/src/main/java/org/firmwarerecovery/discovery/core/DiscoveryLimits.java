package org.firmwarerecovery.discovery.core;

import java.util.stream.IntStream;

/**
 * Every bound of the discovery machine.
 *
 * @param offersMax donors with a right tag that one search reports ({@code policy.offersMax})
 * @param addressesPerDonorMax hints about one donor that one search reports, since a donor may answer on several links
 * @param hintsMax untagged peers remembered at the same time
 * @param hintsPerSecondMax untagged peers reported in any second
 * @param pendingAnswersMax answers waiting for their random time
 * @param standardAnswersPerSecondMax answers to standard searches accepted in any second
 * @param answersPerSourceAndSecondMax of these, answers to one address: bounds what a forged source receives
 * @param donorAnswersPerSecondMax answers to tagged searches accepted in any second
 * @param donorAnswersPerSourceAndSecondMax of these, answers to one address: a search that somebody recorded can be sent again
 *     once with a forged source
 * @param searchesMax own searches at the same time
 * @param softwareIdsMax software ids in one search
 * @param donatesMax software ids this node donates; more are not announced
 * @param noncesMax nonces remembered, so that a repeated or replayed search is answered once
 */
public record DiscoveryLimits(
        int offersMax,
        int addressesPerDonorMax,
        int hintsMax,
        int hintsPerSecondMax,
        int pendingAnswersMax,
        int standardAnswersPerSecondMax,
        int answersPerSourceAndSecondMax,
        int donorAnswersPerSecondMax,
        int donorAnswersPerSourceAndSecondMax,
        int searchesMax,
        int softwareIdsMax,
        int donatesMax,
        int noncesMax) {
    /** What a node uses unless told otherwise. */
    public static final DiscoveryLimits DEFAULTS =
            new DiscoveryLimits(32, 4, 64, 32, 256, 20, 8, 200, 32, 8, 16, 1024, 2048);

    /** Refuses bounds below 1. */
    public DiscoveryLimits {
        int least = IntStream.of(
                        offersMax,
                        addressesPerDonorMax,
                        hintsMax,
                        hintsPerSecondMax,
                        pendingAnswersMax,
                        standardAnswersPerSecondMax,
                        answersPerSourceAndSecondMax,
                        donorAnswersPerSecondMax,
                        donorAnswersPerSourceAndSecondMax,
                        searchesMax,
                        softwareIdsMax,
                        donatesMax,
                        noncesMax)
                .min()
                .orElse(0);
        if (least < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
    }

    /** The defaults with another {@code policy.offersMax}. */
    public static DiscoveryLimits withOffersMax(int offersMax) {
        DiscoveryLimits d = DEFAULTS;
        return new DiscoveryLimits(
                offersMax,
                d.addressesPerDonorMax,
                d.hintsMax,
                d.hintsPerSecondMax,
                d.pendingAnswersMax,
                d.standardAnswersPerSecondMax,
                d.answersPerSourceAndSecondMax,
                d.donorAnswersPerSecondMax,
                d.donorAnswersPerSourceAndSecondMax,
                d.searchesMax,
                d.softwareIdsMax,
                d.donatesMax,
                d.noncesMax);
    }
}
