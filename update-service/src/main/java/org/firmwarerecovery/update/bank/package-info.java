/**
 * What is in the banks of a component, as last read, and what follows from it. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.bank;

import org.jspecify.annotations.NullMarked;
