package org.firmwarerecovery.service.auth;

import java.util.Optional;

/**
 * What a client wants to be different about an account; what is empty stays.
 *
 * @param userName {@code UserName}
 * @param roleId {@code RoleId}
 * @param password hash of {@code Password}
 * @param enabled {@code Enabled}
 * @param passwordChangeRequired {@code PasswordChangeRequired}
 */
public record AccountChange(
        Optional<String> userName,
        Optional<String> roleId,
        Optional<PasswordHash> password,
        Optional<Boolean> enabled,
        Optional<Boolean> passwordChangeRequired) {
    /** Another password, and nothing else. */
    public static AccountChange of(PasswordHash password) {
        return new AccountChange(
                Optional.empty(), Optional.empty(), Optional.of(password), Optional.empty(), Optional.empty());
    }
}
