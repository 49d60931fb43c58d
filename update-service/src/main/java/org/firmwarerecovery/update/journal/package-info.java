/**
 * The node-wide record of what must survive a power cut: active banks, write intents, trials, floors, quarantine, budgets. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.journal;

import org.jspecify.annotations.NullMarked;
