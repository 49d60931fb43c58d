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
 * @param cause who can bring about facts of this kind, and how many of them a log keeps at the cost of others
 */
public record EventFact(
        Log log,
        Message message,
        Instant at,
        @Nullable String origin,
        String resourceType,
        @Nullable String user,
        @Nullable TestEvent test,
        Cause cause) {
    /** Something that the node did or that a change of it needs. */
    public EventFact(
            Log log, Message message, Instant at, @Nullable String origin, String resourceType, @Nullable String user) {
        this(log, message, at, origin, resourceType, user, null, Cause.TRUSTED);
    }

    /** Whether somebody outside the node brought it about. */
    public boolean fromClient() {
        return user != null || cause != Cause.TRUSTED;
    }

    /** Who can bring about facts of a kind at will; see {@link Log#share}. */
    public enum Cause {
        /** The node itself and those who may change something. */
        TRUSTED,
        /** Whoever has an account, by changing what is his own. */
        OWN,
        /** Whoever has an account, by logging in. */
        LOGIN,
        /** Whoever has an account or a certificate, by asking for what is not theirs. */
        REFUSAL,
        /** Anybody. */
        STRANGER
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

        /**
         * Most entries of one cause. In the audit log each cause has its own share, so that no flood of one takes the
         * room of another; together they are {@link EventLog#ENTRIES_MAX}.
         */
        int share(Cause cause) {
            if (this != AUDIT) {
                return EventLog.ENTRIES_MAX;
            }
            return switch (cause) {
                case TRUSTED -> EventLog.ENTRIES_MAX - 600;
                case OWN -> 100;
                case LOGIN, REFUSAL -> 150;
                case STRANGER -> 200;
            };
        }

        /** Name of its table in the state folder. */
        public String table() {
            return table;
        }
    }
}
