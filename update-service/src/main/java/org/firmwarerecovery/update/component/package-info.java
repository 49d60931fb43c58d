/**
 * What firmware consists of: components, banks, digests. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.component;

import org.jspecify.annotations.NullMarked;
