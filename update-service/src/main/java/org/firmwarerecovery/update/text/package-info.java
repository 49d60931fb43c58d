/**
 * Strict reading and writing of what is remembered as JSON text: one member at a time, every broken rule named by its path. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.text;

import org.jspecify.annotations.NullMarked;
