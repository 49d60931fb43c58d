package org.firmwarerecovery.service.endpoint;

import java.util.List;
import org.firmwarerecovery.service.auth.Account;
import org.firmwarerecovery.service.auth.AccountStore;

/** Accounts of which nothing outlives the test. */
final class NoStore implements AccountStore {
    @Override
    public List<Account> load() {
        return List.of();
    }

    @Override
    public void save(List<Account> accounts) {
        // nothing outlives the test
    }
}
