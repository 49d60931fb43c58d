package org.firmwarerecovery.update.io.container;

import org.jspecify.annotations.Nullable;

/**
 * One firmware inside a container: a view of a range of the file, never a copy.
 *
 * @param name what the container calls it, for people and for comparison; never a path
 * @param offset first byte, from the beginning of the file
 * @param size bytes
 * @param version version of this part as the container writes it, if it has one
 */
public record Part(
        String name, long offset, long size, @Nullable String version) {}
