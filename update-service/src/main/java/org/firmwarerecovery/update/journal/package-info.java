/**
 * The node-wide record of what must survive a power cut: active banks, write intents, trials, floors, quarantine, budgets. Core package: no I/O, clock, threads, chance or logging.
 *
 * <p>Quarantine: an image that was started and asked, and did not prove itself in time, or whose hook ran and failed, or that
 * failed to boot too often twice within 7 days, is not tried again. A hook that cannot be started, a confirmation that cannot be
 * asked and a breakdown of this node blame nobody. Only an operator ends a quarantine: an update with ForceUpdate that of
 * exactly its verified image, StartRecovery with LiftQuarantine those of the component. No recovery, policy or peer can.
 */
@NullMarked
package org.firmwarerecovery.update.journal;

import org.jspecify.annotations.NullMarked;
