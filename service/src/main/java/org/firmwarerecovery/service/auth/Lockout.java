package org.firmwarerecovery.service.auth;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Counts failures by account id and locks at the threshold. Only ids of existing accounts come here, so the table is as
 * small as the account list. Kept in memory: a restart forgives. Guarded by the caller's lock.
 */
final class Lockout {
    private final Supplier<AuthSettings> settings;
    private final Clocks clocks;
    private final Map<String, Failures> failures = new TreeMap<>();

    Lockout(Supplier<AuthSettings> settings, Clocks clocks) {
        this.settings = settings;
        this.clocks = clocks;
    }

    boolean isLocked(String accountId) {
        Failures found = failures.get(accountId);
        return found != null
                && settings.get().lockoutThreshold() > 0
                && found.count() >= settings.get().lockoutThreshold()
                && clocks.elapsed() - found.lastNanos()
                        < settings.get().lockoutDuration().toNanos();
    }

    /** Whether this failure is the one that locks. */
    boolean failed(String accountId) {
        long now = clocks.elapsed();
        Failures found = failures.get(accountId);
        boolean fresh = found != null
                && now - found.lastNanos() < settings.get().lockoutReset().toNanos();
        int count = found != null && fresh ? found.count() + 1 : 1;
        failures.put(accountId, new Failures(count, now));
        return count == settings.get().lockoutThreshold();
    }

    void succeeded(String accountId) {
        failures.remove(accountId);
    }

    private record Failures(int count, long lastNanos) {}
}
