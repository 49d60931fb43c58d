/**
 * Which chunks of an image are here, under way and still to be asked for. Core package: no I/O, clock, threads, chance or
 * logging.
 */
@NullMarked
package org.firmwarerecovery.update.transfer;

import org.jspecify.annotations.NullMarked;
