package org.firmwarerecovery.update.io.flash;

/**
 * A run of bytes in a bank.
 *
 * @param offset first byte, counted from the start of the bank
 * @param length number of bytes
 */
public record Extent(long offset, long length) {}
