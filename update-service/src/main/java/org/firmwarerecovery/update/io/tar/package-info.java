/**
 * Headers of tar files, as bundles and tarballs of vendors need them: read block by block, names as written, nothing
 * overridden silently. Pure; the readers hold the stream and the limits.
 */
@NullMarked
package org.firmwarerecovery.update.io.tar;

import org.jspecify.annotations.NullMarked;
