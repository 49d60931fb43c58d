/**
 * What a donor remembers about the offers and leases it has given. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.donor;

import org.jspecify.annotations.NullMarked;
