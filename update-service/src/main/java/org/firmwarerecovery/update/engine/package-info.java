/**
 * The machines: pure functions from state, moment and event to state and effects. Only this package changes a NodeState. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.engine;

import org.jspecify.annotations.NullMarked;
