/**
 * The state of a node, the events that reach it and the effects it asks for. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.node;

import org.jspecify.annotations.NullMarked;
