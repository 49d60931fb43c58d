package org.firmwarerecovery.redfish.message;

/** Messages of the DMTF AccountSecurity registry: logins and accounts. One factory per message, named as its key. */
public final class SecurityMessages {
    private static final String PREFIX = "AccountSecurity";

    private SecurityMessages() {}

    public static Message invalidCredentials(String user, String protocol) {
        return make("InvalidCredentials", user, protocol);
    }

    public static Message successfulLogin(String user, String address, String protocol) {
        return make("SuccessfulLogin", user, address, protocol);
    }

    public static Message accountCreated(String account) {
        return make("AccountCreated", account);
    }

    public static Message accountRemoved(String account) {
        return make("AccountRemoved", account);
    }

    public static Message accountLocked(String account) {
        return make("AccountLocked", account);
    }

    public static Message accountUnlocked(String account) {
        return make("AccountUnlocked", account);
    }

    public static Message accountEnabled(String account) {
        return make("AccountEnabled", account);
    }

    public static Message accountDisabled(String account) {
        return make("AccountDisabled", account);
    }

    public static Message passwordModified(String account) {
        return make("PasswordModified", account);
    }

    public static Message managerAccountRoleChanged(String account, String before, String after) {
        return make("ManagerAccountRoleChanged", account, before, after);
    }

    private static Message make(String key, Object... args) {
        return MessageCatalogue.standard().create(PREFIX, key, args);
    }
}
