package org.firmwarerecovery.update.io.container.openbmc;

import java.util.Map;
import org.firmwarerecovery.update.io.file.Bytes;

/**
 * One file inside a tarball, as it streamed by.
 *
 * @param name without a leading {@code ./}
 * @param size bytes
 * @param offset of its first byte in the archive as tar sees it, that is after gzip
 * @param digests by name of the algorithm, in lower-case hexadecimal
 * @param content the bytes of a MANIFEST, key or signature; empty for everything else
 */
record Member(String name, long size, long offset, Map<String, String> digests, Bytes content) {}
