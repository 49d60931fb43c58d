package org.firmwarerecovery.service.auth;

import java.time.Duration;

/**
 * Limits of authentication, each with its Redfish property where one exists.
 *
 * @param iterations PBKDF2 rounds for new passwords
 * @param passwordLengthMin {@code AccountService.MinPasswordLength}
 * @param passwordLengthMax {@code AccountService.MaxPasswordLength}
 * @param lockoutThreshold failures that lock an account, {@code AccountLockoutThreshold}; 0 = never
 * @param lockoutDuration {@code AccountLockoutDuration}
 * @param lockoutReset without a failure for this long the count starts anew, {@code AccountLockoutCounterResetAfter}
 * @param basicCacheFor how long verified Basic credentials need no new hash
 * @param basicCacheMax entries in that cache
 * @param verificationsMax hashes computed at the same time
 * @param sessionsMax open sessions; one more closes the one idle longest
 * @param sessionIdle {@code SessionService.SessionTimeout}
 */
public record AuthSettings(
        int iterations,
        int passwordLengthMin,
        int passwordLengthMax,
        int lockoutThreshold,
        Duration lockoutDuration,
        Duration lockoutReset,
        Duration basicCacheFor,
        int basicCacheMax,
        int verificationsMax,
        int sessionsMax,
        Duration sessionIdle) {

    /** What a node runs with unless told otherwise. */
    public static AuthSettings defaults() {
        return new AuthSettings(
                PasswordHash.ITERATIONS,
                8,
                128,
                5,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                256,
                2,
                64,
                Duration.ofMinutes(5));
    }

    /** The same with cheaper hashes, for machines that cannot afford the default. */
    public AuthSettings withIterations(int other) {
        return new AuthSettings(
                other,
                passwordLengthMin,
                passwordLengthMax,
                lockoutThreshold,
                lockoutDuration,
                lockoutReset,
                basicCacheFor,
                basicCacheMax,
                verificationsMax,
                sessionsMax,
                sessionIdle);
    }
}
