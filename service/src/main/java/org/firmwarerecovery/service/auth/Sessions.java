package org.firmwarerecovery.service.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The open sessions. Monitoring clients leak sessions, so a full table closes the one that was idle longest instead of
 * refusing the next login. Safe for any number of threads.
 */
public final class Sessions {
    /** Shortest idle time-out a client may set, in seconds. */
    public static final long IDLE_SECONDS_MIN = 30;
    /** Longest idle time-out a client may set, in seconds. */
    public static final long IDLE_SECONDS_MAX = 86_400;

    private static final int TOKEN_BYTES = 32;
    private static final int ID_BYTES = 8;

    private final Clocks clocks;
    private final SecureRandom random;
    private final Accounts accounts;
    // Oldest use first: every use moves its entry to the end.
    private final Map<String, Open> byTokenHash = new LinkedHashMap<>(16, 0.75f, true);

    /** An empty table with the limits of {@code accounts.settings()}, also when they change. */
    public Sessions(Accounts accounts, Clocks clocks, SecureRandom random) {
        this.accounts = accounts;
        this.clocks = clocks;
        this.random = random;
    }

    /**
     * What a login answers.
     *
     * @param session as listed
     * @param token the X-Auth-Token: 64 hex digits, shown this once
     */
    public record Login(Session session, String token) {
        /** Never the token: records end up in logs. */
        @Override
        public String toString() {
            return "Login[" + session.id() + "]";
        }
    }

    /** Opens a session for a verified account. */
    public synchronized Login open(Account account, String clientAddress, Optional<String> context) {
        expire();
        while (byTokenHash.size() >= accounts.settings().sessionsMax()) {
            byTokenHash.remove(byTokenHash.keySet().iterator().next());
        }
        String token = hex(TOKEN_BYTES);
        Session session = new Session(hex(ID_BYTES), account, clocks.now(), clientAddress, context);
        byTokenHash.put(hash(token), new Open(session, clocks.elapsed()));
        return new Login(session, token);
    }

    /** The live session of a token, marked as used now. */
    public synchronized Optional<Session> use(String token) {
        expire();
        String hash = hash(token);
        Open found = byTokenHash.get(hash);
        if (found == null) {
            return Optional.empty();
        }
        byTokenHash.put(hash, new Open(found.session(), clocks.elapsed()));
        return Optional.of(found.session());
    }

    /** The live session with this id, without marking it as used. */
    public synchronized Optional<Session> find(String id) {
        return all().stream().filter(session -> session.id().equals(id)).findFirst();
    }

    /** All live sessions, longest idle first. */
    public synchronized List<Session> all() {
        expire();
        return byTokenHash.values().stream().map(Open::session).toList();
    }

    /** Ends a session; false when there is none. */
    public synchronized boolean close(String id) {
        return byTokenHash.values().removeIf(open -> open.session().id().equals(id));
    }

    private void expire() {
        long now = clocks.elapsed();
        long idle = accounts.settings().sessionIdle().toNanos();
        byTokenHash.values().removeIf(open -> now - open.usedNanos() >= idle || isVoid(open.session()));
    }

    private boolean isVoid(Session session) {
        return accounts.find(session.account().id())
                .map(account -> account.revision() != session.account().revision() || !account.enabled())
                .orElse(true);
    }

    private String hex(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    private static String hash(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private record Open(Session session, long usedNanos) {}
}
