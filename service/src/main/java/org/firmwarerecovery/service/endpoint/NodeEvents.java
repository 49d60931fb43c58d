package org.firmwarerecovery.service.endpoint;

import org.firmwarerecovery.service.event.AuditTrail;
import org.firmwarerecovery.service.event.EventDesk;

/**
 * What endpoints need of the node's events.
 *
 * @param desk takes and keeps them
 * @param trail records who did what
 */
public record NodeEvents(EventDesk desk, AuditTrail trail) {}
