/**
 * Request, offer, acceptance and refusal as both sides of the wire see them. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.negotiation;

import org.jspecify.annotations.NullMarked;
