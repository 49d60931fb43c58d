package org.firmwarerecovery.service.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for a few minutes that a user name and password were right, so that a client which sends Basic with every
 * request costs one PBKDF2 run and not hundreds. Keys are HMACs under a key of this start: the table holds no password
 * and nothing that outlives the process. Guarded by the caller's lock.
 */
final class BasicCache {
    private static final String ALGORITHM = "HmacSHA256";

    private final AuthSettings settings;
    private final Clocks clocks;
    // One for each thread that serves requests: making one costs more than using it.
    private final ThreadLocal<Mac> macs;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    BasicCache(AuthSettings settings, Clocks clocks, SecureRandom random) {
        this.settings = settings;
        this.clocks = clocks;
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        SecretKeySpec key = new SecretKeySpec(bytes, ALGORITHM);
        this.macs = ThreadLocal.withInitial(() -> macWith(key));
    }

    private static Mac macWith(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + ALGORITHM, e);
        }
    }

    /** The cache key of a pair; computed outside any lock. */
    String keyOf(String userName, String password) {
        Mac mac = macs.get();
        mac.update(userName.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        // Every byte is one character: a key for a table, never shown.
        return new String(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
    }

    /** The account id and revision this pair was verified for, if that was not too long ago. */
    Optional<Entry> find(String cacheKey) {
        Entry found = entries.get(cacheKey);
        if (found == null) {
            return Optional.empty();
        }
        if (clocks.elapsed() - found.sinceNanos() >= settings.basicCacheFor().toNanos()) {
            entries.remove(cacheKey);
            return Optional.empty();
        }
        return Optional.of(found);
    }

    void remember(String cacheKey, Account account) {
        entries.put(cacheKey, new Entry(account.id(), account.revision(), clocks.elapsed()));
        Iterator<String> oldest = entries.keySet().iterator();
        while (entries.size() > settings.basicCacheMax() && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    record Entry(String accountId, long revision, long sinceNanos) {}
}
