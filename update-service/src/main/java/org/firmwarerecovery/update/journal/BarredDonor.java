package org.firmwarerecovery.update.journal;

/**
 * A donor whose own bytes proved that it sent something else than was signed. It stands in the journal, so that neither a
 * restart nor the removal of a recovery's record lets it come back early.
 *
 * @param uuid who it is, at most {@link #UUID_LENGTH_MAX} characters
 * @param since uptime in milliseconds
 * @param reason what happened, for people
 */
public record BarredDonor(String uuid, long since, String reason) {
    /** Longest identity of a peer. */
    public static final int UUID_LENGTH_MAX = 64;
}
