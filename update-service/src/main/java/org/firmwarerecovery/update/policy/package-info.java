/**
 * The predetermined rules that filter and rank donors, with a reason for every verdict. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.policy;

import org.jspecify.annotations.NullMarked;
