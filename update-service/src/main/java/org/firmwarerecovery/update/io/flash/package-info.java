/**
 * The medium that holds banks: the {@link org.firmwarerecovery.update.io.flash.Flash} seam, its file back end, and the
 * operations on a bank (erased, hash, write, read back). Edge package: it may import component, io.file and java.*, no core
 * machine and no other io package.
 */
@NullMarked
package org.firmwarerecovery.update.io.flash;

import org.jspecify.annotations.NullMarked;
