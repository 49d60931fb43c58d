/**
 * What the node measures of itself, read at regular times and kept as one report.
 *
 * <p>Import rule: redfish-model, and {@code service.event} for the form in which reports are sent. What is measured is handed in.
 */
@NullMarked
package org.firmwarerecovery.service.telemetry;

import org.jspecify.annotations.NullMarked;
