/**
 * One update of one component, whoever asked for it; every job is a Redfish Task. Core package: no I/O, clock, threads, chance or logging.
 */
@NullMarked
package org.firmwarerecovery.update.job;

import org.jspecify.annotations.NullMarked;
