/**
 * Containers of firmware: the file formats in which vendors ship images, read where they lie and never unpacked. Each format
 * is one {@link org.firmwarerecovery.update.io.container.ContainerParser} in a package of its own below this one;
 * {@link org.firmwarerecovery.update.io.container.Containers} knows them all.
 *
 * <p>A container proves nothing: checksums inside unsigned headers are repair of transport, not security (images.md 1.8,
 * 4.4). What a parser gives out may be compared with a signed manifest and shown to people. Parsers take any bytes, hold a
 * bounded part of them in memory, never recurse over their input, never use a name from it as a path, and answer with an
 * {@link org.firmwarerecovery.update.io.container.Inspection} where the bytes are wrong; the only exception that leaves them
 * is the {@link java.io.IOException} of the medium.
 */
@NullMarked
package org.firmwarerecovery.update.io.container;

import org.jspecify.annotations.NullMarked;
