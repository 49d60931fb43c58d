package org.firmwarerecovery.service.event;

import org.jspecify.annotations.Nullable;

/**
 * What a client gave for a test event beside its message.
 *
 * @param eventType deprecated type
 * @param eventId id instead of ours
 * @param eventGroupId group
 */
public record TestEvent(
        @Nullable String eventType,
        @Nullable String eventId,
        @Nullable Long eventGroupId) {}
