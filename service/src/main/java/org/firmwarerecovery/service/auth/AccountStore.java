package org.firmwarerecovery.service.auth;

import java.io.IOException;
import java.util.List;

/** Where accounts survive a restart. Calls are serialised by {@link Accounts}; {@code save} returns when durable. */
public interface AccountStore {
    /** All accounts; empty before the first start. */
    List<Account> load() throws IOException;

    /** Replaces all accounts, durably. */
    void save(List<Account> accounts) throws IOException;
}
