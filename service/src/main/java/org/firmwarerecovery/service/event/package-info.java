/**
 * What happened, told once: every fact goes through one desk, which numbers it, keeps it in a log that survives a restart, and
 * then hands it to whoever listens. Subscriptions, the stream of server-sent events and the log entries show the same records.
 *
 * <p>Facts of the audit log are about what others did. They are pushed to those only who may read the accounts of others, that is
 * with ConfigureManager or ConfigureUsers: the line of the DMTF privilege registry for a GET of ManagerAccount, whose third
 * alternative, ConfigureSelf, counts for one's own account alone. Log entries themselves are open to Login by the line for LogEntry;
 * but whoever can read them has a session that ends, and asks each time with what he is worth then, while a subscription goes on by
 * itself.
 *
 * <p>A stream of server-sent events is read by somebody of whom nothing is heard. A host that vanished without a word cannot be told
 * from one that listens: Java offers no limit on how long sent bytes may stay unacknowledged, keep-alive probes are not sent while
 * some do, and a heartbeat each ten seconds fills no buffer before the system gives up by itself, after a quarter of an hour. So a
 * place may be held by nobody for that long, but never against who comes back: at its limit an account gives up a stream of its own
 * ({@link org.firmwarerecovery.service.event.StreamPlaces}).
 *
 * <p>Metric reports are no facts and are in no log. They leave by the same subscriptions and streams, for those who asked for them;
 * a later one outdates those before, so less of them waits for a slow receiver.
 *
 * <p>Import rule: redfish-model, update-service for notes, jobs and journals, and the texts of {@code service.task}. Nothing here
 * knows HTTP.
 */
@NullMarked
package org.firmwarerecovery.service.event;

import org.jspecify.annotations.NullMarked;
