package org.firmwarerecovery.service.endpoint;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.firmwarerecovery.service.event.AuditTrail;
import org.firmwarerecovery.service.event.EventDesk;
import org.firmwarerecovery.service.event.EventHub;
import org.firmwarerecovery.service.event.EventStreams;

/**
 * What endpoints need of the node's events.
 *
 * @param desk takes and keeps them
 * @param trail records who did what
 * @param hub sends them to subscribers
 * @param streams sends them to those who read the stream
 * @param receivers which addresses subscribers may have
 */
public record NodeEvents(
        EventDesk desk, AuditTrail trail, EventHub hub, EventStreams streams, Predicate<InetAddress> receivers) {}
