package org.firmwarerecovery.service.auth;

/**
 * One Redfish account as stored.
 *
 * @param id last segment of its URI
 * @param userName what a client sends
 * @param roleId a predefined role: {@code Administrator}, {@code Operator} or {@code ReadOnly}
 * @param password never shown
 * @param enabled whether it may log in
 * @param revision grows with each change; verified credentials and sessions of an older revision are void
 */
public record Account(
        String id, String userName, String roleId, PasswordHash password, boolean enabled, long revision) {
    /** The same account with another password, one revision later. */
    public Account withPassword(PasswordHash other) {
        return new Account(id, userName, roleId, other, enabled, revision + 1);
    }
}
