/**
 * What happened, told once: every fact goes through one desk, which numbers it, keeps it in a log that survives a restart, and
 * then hands it to whoever listens. Subscriptions, the stream of server-sent events and the log entries show the same records.
 *
 * <p>Import rule: redfish-model, update-service for notes, jobs and journals, and the texts of {@code service.task}. Nothing here
 * knows HTTP.
 */
@NullMarked
package org.firmwarerecovery.service.event;

import org.jspecify.annotations.NullMarked;
