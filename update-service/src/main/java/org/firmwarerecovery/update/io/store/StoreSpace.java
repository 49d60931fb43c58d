package org.firmwarerecovery.update.io.store;

/**
 * Room in the image store, as LocalImageStore shows it.
 *
 * @param totalBytes the quota
 * @param usedBytes of entries and of transfers under way
 * @param availableBytes what the quota and the disk still allow without evicting anything
 */
public record StoreSpace(long totalBytes, long usedBytes, long availableBytes) {}
