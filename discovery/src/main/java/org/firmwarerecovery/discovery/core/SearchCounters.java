package org.firmwarerecovery.discovery.core;

/**
 * What one donor search saw.
 *
 * @param datagramsSent searches sent, over all links, software ids and repeats
 * @param donors different donors with a right tag, at most {@link DiscoveryLimits#offersMax()}
 * @param hints reports of such donors; a donor heard on two links is reported twice
 * @param badTags answers whose tag is wrong
 * @param duplicates answers that repeat a reported hint
 * @param overLimit right answers that were not reported because a limit was reached
 */
public record SearchCounters(int datagramsSent, int donors, int hints, int badTags, int duplicates, int overLimit) {
    /** Nothing seen yet. */
    public static final SearchCounters NONE = new SearchCounters(0, 0, 0, 0, 0, 0);

    SearchCounters sent(int datagrams) {
        return new SearchCounters(datagramsSent + datagrams, donors, hints, badTags, duplicates, overLimit);
    }

    SearchCounters hint(boolean newDonor) {
        return new SearchCounters(
                datagramsSent, donors + (newDonor ? 1 : 0), hints + 1, badTags, duplicates, overLimit);
    }

    SearchCounters badTag() {
        return new SearchCounters(datagramsSent, donors, hints, badTags + 1, duplicates, overLimit);
    }

    SearchCounters duplicate() {
        return new SearchCounters(datagramsSent, donors, hints, badTags, duplicates + 1, overLimit);
    }

    SearchCounters beyondLimit() {
        return new SearchCounters(datagramsSent, donors, hints, badTags, duplicates, overLimit + 1);
    }
}
