package org.firmwarerecovery.service.event;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.SecurityMessages;
import org.firmwarerecovery.service.event.EventFact.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Records who logged in, who changed what and who was refused. What somebody can cause at will is recorded up to a rate: failed
 * logins of all strangers together and the refusals of each known user at most {@link #BURST} at once and one a second, the logins
 * of each account at most {@link #LOGINS_BURST} at once and one in ten seconds, its changes of itself and its streams of events at
 * most {@link #OWN_BURST} at once and one a minute. Changes that need more are always recorded; that one author cannot fill the log with them is the log's
 * care ({@link EventLog}). How many were left out is recorded as well, with
 * the next that is not. Thread-safe, never blocks.
 */
public final class AuditTrail {
    /** Refusals recorded in a row. */
    static final int BURST = 60;

    private static final String PROTOCOL = "HTTPS";
    private static final int TEXT_LENGTH_MAX = 128;
    private static final long REFILL_MILLIS = 1_000;
    /** Logins of one account recorded in a row. */
    static final int LOGINS_BURST = 30;

    private static final long LOGINS_REFILL_MILLIS = 10_000;
    /** Changes of its own that are recorded of one account in a row. */
    static final int OWN_BURST = 10;

    private static final long OWN_REFILL_MILLIS = 60_000;
    /** Users whose rates are known; the one that was quiet longest starts afresh. */
    private static final int USERS_MAX = 64;

    private final EventSink sink;
    private final InstantSource wall;
    private volatile Predicate<String> isAccount = name -> false;
    private final Allowance strangers;
    private final LinkedHashMap<String, Allowance> refusals = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<String, Allowance> logins = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<String, Allowance> own = new LinkedHashMap<>(16, 0.75f, true);

    /** Reports to {@code sink}. */
    public AuditTrail(EventSink sink, InstantSource wall) {
        this.sink = sink;
        this.wall = wall;
        this.strangers = new Allowance(BURST, REFILL_MILLIS, wall.millis());
    }

    /** Records nothing. */
    public static AuditTrail off() {
        return new AuditTrail(EventSink.none(), InstantSource.system());
    }

    /**
     * Names that may be quoted: those of accounts. Anything else typed as a name may be a password, and many may read this.
     *
     * @param known whether there is an account of this name; any thread, must not block
     */
    public void quoting(Predicate<String> known) {
        isAccount = known;
    }

    /** Somebody opened a session. */
    public void loggedIn(String user, String address, String session) {
        if (admitted(of(logins, user, LOGINS_BURST, LOGINS_REFILL_MILLIS), Cause.LOGIN)) {
            tell(
                    SecurityMessages.successfulLogin(clean(user), address, PROTOCOL),
                    EventPaths.SESSIONS + "/" + session,
                    "Session",
                    user,
                    Cause.LOGIN);
        }
    }

    /** A user name and password that were wrong. */
    public void loginFailed(String user, String address) {
        if (admitted(strangers, Cause.STRANGER)) {
            String who = isAccount.test(user) ? clean(user) : "an unknown user";
            tell(
                    SecurityMessages.invalidCredentials(who + " from " + address, PROTOCOL),
                    EventPaths.SESSION_SERVICE,
                    "SessionService",
                    null,
                    Cause.STRANGER);
        }
    }

    /** An account was locked after too many failures. */
    public void locked(String account, String id) {
        // Wrong passwords do this, but the lock itself keeps it rare.
        tell(
                SecurityMessages.accountLocked(clean(account)),
                EventPaths.ACCOUNTS + "/" + id,
                "ManagerAccount",
                null,
                Cause.REFUSAL);
    }

    /** Something happened to an account. */
    public void account(Message message, String id, @Nullable String user) {
        tell(message, EventPaths.ACCOUNTS + "/" + id, "ManagerAccount", user, Cause.TRUSTED);
    }

    /** Something that an account changed about itself, as everybody with an account may. */
    public void ownAccount(Message message, String id, @Nullable String user) {
        if (admitted(of(own, id, OWN_BURST, OWN_REFILL_MILLIS), Cause.OWN)) {
            tell(message, EventPaths.ACCOUNTS + "/" + id, "ManagerAccount", user, Cause.OWN);
        }
    }

    /**
     * Somebody ended the session of another account.
     *
     * @param owner whose it was
     */
    public void sessionEnded(String session, String owner, String user, String address) {
        tell(
                RecoveryMessages.sessionEnded(session, clean(owner), clean(user), address),
                EventPaths.SESSIONS + "/" + session,
                "Session",
                user,
                Cause.TRUSTED);
    }

    /** A user's request that changed something. */
    public void changed(String user, String address, String method, String path) {
        if (path.startsWith(EventPaths.ACCOUNTS) || path.startsWith(EventPaths.SESSIONS)) {
            // Accounts and logins have messages of their own.
            return;
        }
        Message made = RecoveryMessages.changeMade(clean(user), address, method, clean(path));
        // Whoever may listen has a stream, with nothing but a login.
        change(made, user, path.startsWith(EventPaths.STREAMS));
    }

    /**
     * A user's request that failed in the node and may have changed something before.
     *
     * @param status of the answer, 500 or above
     */
    public void changeFailed(String user, String address, String method, String path, int status) {
        // Nothing else tells of an account or a session whose change failed.
        boolean mayBeOwn = Stream.of(EventPaths.STREAMS, EventPaths.ACCOUNTS, EventPaths.SESSIONS)
                .anyMatch(path::startsWith);
        change(RecoveryMessages.changeFailed(clean(user), address, method, clean(path), status), user, mayBeOwn);
    }

    private void change(Message message, String user, boolean mayBeOwn) {
        if (!mayBeOwn) {
            tell(message, null, "", user, Cause.TRUSTED);
        } else if (admitted(of(own, user, OWN_BURST, OWN_REFILL_MILLIS), Cause.OWN)) {
            tell(message, null, "", user, Cause.OWN);
        }
    }

    /** Somebody listens to the stream of events from now on; {@code stream} is the id of that subscription. */
    public void streamOpened(String user, String address, String stream) {
        if (admitted(of(own, user, OWN_BURST, OWN_REFILL_MILLIS), Cause.OWN)) {
            tell(
                    RecoveryMessages.eventStreamOpened(clean(user), address, stream),
                    EventPaths.subscription(stream),
                    "EventDestination",
                    user,
                    Cause.OWN);
        }
    }

    /** Somebody would have listened to the stream of events, but there was no place. */
    public void streamRefused(String user, String address) {
        if (admitted(of(own, user, OWN_BURST, OWN_REFILL_MILLIS), Cause.OWN)) {
            tell(
                    RecoveryMessages.eventStreamRefused(clean(user), address),
                    EventPaths.EVENT_SERVICE,
                    "EventService",
                    user,
                    Cause.OWN);
        }
    }

    /** A request of somebody known that was refused for who he is. */
    public void refused(String who, String address, String method, String path) {
        if (admitted(of(refusals, who, BURST, REFILL_MILLIS), Cause.REFUSAL)) {
            tell(
                    RecoveryMessages.requestRefused(clean(who), address, clean(method), clean(path)),
                    null,
                    "",
                    null,
                    Cause.REFUSAL);
        }
    }

    private synchronized Allowance of(LinkedHashMap<String, Allowance> known, String who, int burst, long refill) {
        Allowance allowance = known.computeIfAbsent(who, key -> new Allowance(burst, refill, wall.millis()));
        if (known.size() > USERS_MAX) {
            known.remove(known.keySet().iterator().next());
        }
        return allowance;
    }

    /** Whether one more is recorded; tells before it how many were not. */
    private boolean admitted(Allowance allowance, Cause cause) {
        long before;
        synchronized (this) {
            if (!allowance.take(wall.millis())) {
                return false;
            }
            before = allowance.leftOut();
        }
        if (before > 0) {
            tell(RecoveryMessages.recordsLost(before), EventPaths.log(EventFact.Log.AUDIT), "LogService", null, cause);
        }
        return true;
    }

    private void tell(Message message, @Nullable String origin, String type, @Nullable String user, Cause cause) {
        sink.publish(new EventFact(EventFact.Log.AUDIT, message, wall.instant(), origin, type, user, null, cause));
    }

    /** What a stranger sent, fit for a log: short and without controls. */
    private static String clean(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= TEXT_LENGTH_MAX ? plain : plain.substring(0, TEXT_LENGTH_MAX);
    }
}
