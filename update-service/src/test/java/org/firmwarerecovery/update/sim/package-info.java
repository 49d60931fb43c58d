/**
 * The second shell: whole fleets of the real machines in virtual time, with every fault that a seed can name.
 *
 * <p>Import rule: the core and the JDK; no socket, no file and no clock, so that a printed seed replays a run.
 */
@NullMarked
package org.firmwarerecovery.update.sim;

import org.jspecify.annotations.NullMarked;
