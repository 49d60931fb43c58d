package org.firmwarerecovery.service.auth;

/**
 * One Redfish account as stored.
 *
 * @param id last segment of its URI; never changes
 * @param userName what a client sends
 * @param roleId a predefined role: {@code Administrator}, {@code Operator} or {@code ReadOnly}
 * @param password never shown
 * @param enabled whether it may log in
 * @param passwordChangeRequired whether it may do nothing but change its password
 * @param revision grows with each change; verified credentials and sessions of an older revision are void
 */
public record Account(
        String id,
        String userName,
        String roleId,
        PasswordHash password,
        boolean enabled,
        boolean passwordChangeRequired,
        long revision) {
    /** An enabled account in its first revision. */
    public static Account of(String id, String userName, String roleId, PasswordHash password) {
        return new Account(id, userName, roleId, password, true, false, 1);
    }

    /** The account after a change; one revision later, unless nothing changes. */
    Account after(AccountChange change) {
        Account changed = new Account(
                id,
                change.userName().orElse(userName),
                change.roleId().orElse(roleId),
                change.password().orElse(password),
                change.enabled().orElse(enabled),
                // A new password is what was required.
                change.passwordChangeRequired()
                        .orElse(passwordChangeRequired && change.password().isEmpty()),
                revision);
        return changed.equals(this) ? this : changed.nextRevision();
    }

    private Account nextRevision() {
        return new Account(id, userName, roleId, password, enabled, passwordChangeRequired, revision + 1);
    }
}
