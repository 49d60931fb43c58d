package org.firmwarerecovery.service.event;

import java.time.Instant;
import org.firmwarerecovery.redfish.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that people should know.
 *
 * @param log the log that keeps it
 * @param message in the words of a registry
 * @param at wall clock
 * @param origin path of the resource it is about, null when there is none
 * @param resourceType schema name of that resource, empty when there is none
 * @param user name of the account whose request it was, null when the node did it by itself
 * @param test what a client gave for a test event, null for something real
 */
public record EventFact(
        Log log,
        Message message,
        Instant at,
        @Nullable String origin,
        String resourceType,
        @Nullable String user,
        @Nullable TestEvent test) {
    /** Something real. */
    public EventFact(
            Log log, Message message, Instant at, @Nullable String origin, String resourceType, @Nullable String user) {
        this(log, message, at, origin, resourceType, user, null);
    }

    /** The logs of a node. */
    public enum Log {
        /** Recoveries, tasks, banks, images. */
        EVENTS("EventLog", "events"),
        /** Logins, changes and refusals. */
        AUDIT("AuditLog", "audit"),
        /** None: a test of the delivery is no fact. */
        NONE("", "");

        private final String id;
        private final String table;

        Log(String id, String table) {
            this.id = id;
            this.table = table;
        }

        /** Last segment of its URI. */
        public String id() {
            return id;
        }

        /** Name of its table in the state folder. */
        public String table() {
            return table;
        }
    }
}
