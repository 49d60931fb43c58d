package org.firmwarerecovery.service.auth;

import java.time.Duration;

/**
 * Limits of authentication, each with its Redfish property where one exists.
 *
 * @param iterations PBKDF2 rounds for new passwords
 * @param basic {@code AccountService.HTTPBasicAuth}
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
 * @param sessionsEnabled {@code SessionService.ServiceEnabled}: whether sessions begin and end
 */
public record AuthSettings(
        int iterations,
        BasicAuth basic,
        int passwordLengthMin,
        int passwordLengthMax,
        int lockoutThreshold,
        Duration lockoutDuration,
        Duration lockoutReset,
        Duration basicCacheFor,
        int basicCacheMax,
        int verificationsMax,
        int sessionsMax,
        Duration sessionIdle,
        boolean sessionsEnabled) {

    /** What a node runs with unless told otherwise. */
    public static AuthSettings defaults() {
        return new AuthSettings(
                PasswordHash.ITERATIONS,
                BasicAuth.ENABLED,
                8,
                128,
                5,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                256,
                2,
                64,
                Duration.ofMinutes(5),
                true);
    }

    /** The same with cheaper hashes, for machines that cannot afford the default. */
    public AuthSettings withIterations(int other) {
        return new AuthSettings(
                other,
                basic,
                passwordLengthMin,
                passwordLengthMax,
                lockoutThreshold,
                lockoutDuration,
                lockoutReset,
                basicCacheFor,
                basicCacheMax,
                verificationsMax,
                sessionsMax,
                sessionIdle,
                sessionsEnabled);
    }

    /** The same with other rules of logins. */
    public AuthSettings withLogins(
            BasicAuth otherBasic, int lengthMin, int threshold, Duration duration, Duration reset) {
        return new AuthSettings(
                iterations,
                otherBasic,
                lengthMin,
                passwordLengthMax,
                threshold,
                duration,
                reset,
                basicCacheFor,
                basicCacheMax,
                verificationsMax,
                sessionsMax,
                sessionIdle,
                sessionsEnabled);
    }

    /** The same with other rules of sessions. */
    public AuthSettings withSessions(Duration idle, boolean enabled) {
        return new AuthSettings(
                iterations,
                basic,
                passwordLengthMin,
                passwordLengthMax,
                lockoutThreshold,
                lockoutDuration,
                lockoutReset,
                basicCacheFor,
                basicCacheMax,
                verificationsMax,
                sessionsMax,
                idle,
                enabled);
    }

    /** Whether a person can log in at all: by Basic or by a session. */
    public boolean admitsPeople() {
        return basic != BasicAuth.DISABLED || sessionsEnabled;
    }
}
