package org.firmwarerecovery.update.io.journal;

/**
 * What reading an append journal at its opening showed.
 *
 * @param records whole records handed out
 * @param damagedRecords records skipped because their checksum is wrong although the journal goes on behind them
 * @param tailBytesRemoved bytes cut off at the end: an append that a power cut tore
 */
public record Replay(long records, long damagedRecords, long tailBytesRemoved) {}
