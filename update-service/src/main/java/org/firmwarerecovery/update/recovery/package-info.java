/**
 * One recovery from its finding to healthy or held, with its whole history. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.recovery;

import org.jspecify.annotations.NullMarked;
