package org.firmwarerecovery.service.event;

import java.time.InstantSource;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.SecurityMessages;
import org.jspecify.annotations.Nullable;

/**
 * Records who logged in, who changed what and who was refused. Refusals and failed logins, which strangers can cause at will, are
 * recorded at most {@link #BURST} at once and one a second; how many were left out is recorded as well. Thread-safe, never blocks.
 */
public final class AuditTrail {
    /** Refusals recorded in a row. */
    static final int BURST = 60;

    private static final String PROTOCOL = "HTTPS";
    private static final int TEXT_LENGTH_MAX = 128;
    private static final long REFILL_MILLIS = 1_000;

    private final EventSink sink;
    private final InstantSource wall;
    private long tokens = BURST;
    private long refilledAt;
    private long leftOut;

    /** Reports to {@code sink}. */
    public AuditTrail(EventSink sink, InstantSource wall) {
        this.sink = sink;
        this.wall = wall;
        this.refilledAt = wall.millis();
    }

    /** Records nothing. */
    public static AuditTrail off() {
        return new AuditTrail(EventSink.none(), InstantSource.system());
    }

    /** Somebody opened a session. */
    public void loggedIn(String user, String address, String session) {
        tell(
                SecurityMessages.successfulLogin(clean(user), address, PROTOCOL),
                EventPaths.SESSIONS + "/" + session,
                "Session",
                user);
    }

    /** A user name and password that were wrong. */
    public void loginFailed(String user, String address) {
        refused(
                SecurityMessages.invalidCredentials(clean(user) + " from " + address, PROTOCOL),
                EventPaths.SESSION_SERVICE,
                "SessionService");
    }

    /** An account was locked after too many failures. */
    public void locked(String account, String id) {
        account(SecurityMessages.accountLocked(clean(account)), id, null);
    }

    /** Something happened to an account. */
    public void account(Message message, String id, @Nullable String user) {
        tell(message, EventPaths.ACCOUNTS + "/" + id, "ManagerAccount", user);
    }

    /** A user's request that changed something. */
    public void changed(String user, String address, String method, String path) {
        if (!path.startsWith(EventPaths.ACCOUNTS) && !path.startsWith(EventPaths.SESSIONS)) {
            // Accounts and logins have messages of their own.
            tell(RecoveryMessages.changeMade(clean(user), address, method, clean(path)), null, "", user);
        }
    }

    /** A request that was refused for want of privileges. */
    public void refused(String who, String address, String method, String path) {
        refused(RecoveryMessages.requestRefused(clean(who), address, clean(method), clean(path)), null, "");
    }

    private void refused(Message message, @Nullable String origin, String type) {
        long before;
        synchronized (this) {
            long now = wall.millis();
            long earned = Math.max(0, (now - refilledAt) / REFILL_MILLIS);
            tokens = Math.min(BURST, tokens + earned);
            refilledAt = earned > 0 || now < refilledAt ? now : refilledAt;
            if (tokens == 0) {
                leftOut++;
                return;
            }
            tokens--;
            before = leftOut;
            leftOut = 0;
        }
        if (before > 0) {
            tell(RecoveryMessages.recordsLost(before), EventPaths.log(EventFact.Log.AUDIT), "LogService", null);
        }
        tell(message, origin, type, null);
    }

    private void tell(Message message, @Nullable String origin, String type, @Nullable String user) {
        sink.publish(new EventFact(EventFact.Log.AUDIT, message, wall.instant(), origin, type, user));
    }

    /** What a stranger sent, fit for a log: short and without controls. */
    private static String clean(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= TEXT_LENGTH_MAX ? plain : plain.substring(0, TEXT_LENGTH_MAX);
    }
}
