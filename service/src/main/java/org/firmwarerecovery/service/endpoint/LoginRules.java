package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.AuthSettings;
import org.firmwarerecovery.service.auth.BasicAuth;
import org.firmwarerecovery.service.auth.Sessions;

/** Changes the rules of logins, by password and by session: checked against each other, kept, then in force at once. */
final class LoginRules {
    private static final int PASSWORD_LENGTH_LEAST = 8;
    private static final int THRESHOLD_MAX = 1_000;
    private static final long LOCK_SECONDS_MAX = 86_400;

    private final Accounts accounts;
    private final SettingsKeeper keeper;

    LoginRules(Accounts accounts, SettingsKeeper keeper) {
        this.accounts = accounts;
        this.keeper = keeper;
    }

    /** Body of a PATCH of AccountService. */
    record OfAccounts(
            Field<Long> minPasswordLength,
            @JsonProperty("HTTPBasicAuth") Field<String> httpBasicAuth,
            Field<Long> accountLockoutThreshold,
            Field<Long> accountLockoutDuration,
            Field<Long> accountLockoutCounterResetAfter) {}

    /** Body of a PATCH of SessionService. */
    record OfSessions(Field<Boolean> serviceEnabled, Field<Long> sessionTimeout) {}

    void change(OfAccounts body) {
        accounts.adjust(old -> {
            Wishes wishes = new Wishes();
            BasicAuth basic = wishes.choice(body.httpBasicAuth(), "HTTPBasicAuth", BasicAuth::of, old.basic());
            long length = wishes.number(
                    body.minPasswordLength(),
                    "MinPasswordLength",
                    PASSWORD_LENGTH_LEAST,
                    old.passwordLengthMax(),
                    old.passwordLengthMin());
            long threshold = wishes.number(
                    body.accountLockoutThreshold(),
                    "AccountLockoutThreshold",
                    0,
                    THRESHOLD_MAX,
                    old.lockoutThreshold());
            Duration lock =
                    seconds(wishes, body.accountLockoutDuration(), "AccountLockoutDuration", old.lockoutDuration());
            Duration reset = seconds(
                    wishes,
                    body.accountLockoutCounterResetAfter(),
                    "AccountLockoutCounterResetAfter",
                    old.lockoutReset());
            boolean times = body.accountLockoutDuration().isPresent()
                    || body.accountLockoutCounterResetAfter().isPresent();
            // The schema's own rule; a duration of 0 never locks.
            if (times && !lock.isZero() && lock.compareTo(reset) < 0) {
                wishes.conflict("AccountLockoutDuration", "AccountLockoutCounterResetAfter");
            }
            AuthSettings wanted = old.withLogins(basic, (int) length, (int) threshold, lock, reset);
            if (!wanted.admitsPeople()) {
                wishes.conflict("HTTPBasicAuth", "ServiceEnabled");
            }
            wishes.require();
            keep(body, wanted);
            return wanted;
        });
    }

    void change(OfSessions body) {
        accounts.adjust(old -> {
            Wishes wishes = new Wishes();
            boolean enabled = wishes.flag(body.serviceEnabled(), "ServiceEnabled", old.sessionsEnabled());
            long idle = wishes.number(
                    body.sessionTimeout(),
                    "SessionTimeout",
                    Sessions.IDLE_SECONDS_MIN,
                    Sessions.IDLE_SECONDS_MAX,
                    old.sessionIdle().toSeconds());
            Duration timeout = body.sessionTimeout().isPresent() ? Duration.ofSeconds(idle) : old.sessionIdle();
            AuthSettings wanted = old.withSessions(timeout, enabled);
            if (!wanted.admitsPeople()) {
                wishes.conflict("ServiceEnabled", "HTTPBasicAuth");
            }
            wishes.require();
            Map<String, String> changed = new LinkedHashMap<>();
            put(changed, body.serviceEnabled(), "sessions.enabled", Boolean.toString(enabled));
            put(changed, body.sessionTimeout(), "sessions.timeout", timeout.toSeconds() + "s");
            keeper.keep(changed);
            return wanted;
        });
    }

    /** Only what the body has: the rest goes on following the configuration file. */
    private void keep(OfAccounts body, AuthSettings wanted) {
        Map<String, String> changed = new LinkedHashMap<>();
        put(changed, body.httpBasicAuth(), "accounts.basicAuth", wanted.basic().label());
        put(
                changed,
                body.minPasswordLength(),
                "accounts.passwordLengthMin",
                Integer.toString(wanted.passwordLengthMin()));
        put(
                changed,
                body.accountLockoutThreshold(),
                "accounts.lockoutThreshold",
                Integer.toString(wanted.lockoutThreshold()));
        put(
                changed,
                body.accountLockoutDuration(),
                "accounts.lockoutDuration",
                wanted.lockoutDuration().toSeconds() + "s");
        put(
                changed,
                body.accountLockoutCounterResetAfter(),
                "accounts.lockoutReset",
                wanted.lockoutReset().toSeconds() + "s");
        keeper.keep(changed);
    }

    private static void put(Map<String, String> changed, Field<?> wish, String key, String value) {
        if (wish.isPresent()) {
            changed.put(key, value);
        }
    }

    private static Duration seconds(Wishes wishes, Field<Long> wish, String name, Duration old) {
        long seconds = wishes.number(wish, name, 0, LOCK_SECONDS_MAX, old.toSeconds());
        return wish.isPresent() ? Duration.ofSeconds(seconds) : old;
    }
}
