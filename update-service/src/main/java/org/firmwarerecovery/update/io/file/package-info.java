/**
 * Files that are whole or absent: atomic replacement, directory force, and the space kept back for journals on a full disk.
 * Edge package: I/O is allowed. It may import no other package of ours; flash, journal and store build on it.
 */
@NullMarked
package org.firmwarerecovery.update.io.file;

import org.jspecify.annotations.NullMarked;
