package org.firmwarerecovery.service.endpoint;

import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.privilege.Privilege;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.redfish.privilege.Requirement;
import org.firmwarerecovery.redfish.privilege.Role;
import org.firmwarerecovery.service.auth.Account;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.event.EventPaths;
import org.firmwarerecovery.service.event.Owners;

/** The accounts of this node as owners of subscriptions. */
public final class SubscriptionOwners implements Owners {
    private final Accounts accounts;
    private final Optional<Requirement> toReadAccounts;

    /** Asks these accounts and this registry. */
    public SubscriptionOwners(Accounts accounts, PrivilegeRegistry registry) {
        this.accounts = accounts;
        this.toReadAccounts = registry.requirement("GET", "ManagerAccount", EventPaths.ACCOUNTS);
    }

    @Override
    public Standing standing(String account) {
        return accounts.find(account)
                .map(found -> found.enabled() ? Standing.ACTIVE : Standing.DISABLED)
                .orElse(Standing.GONE);
    }

    @Override
    public boolean hearsAudit(String account) {
        List<Privilege> held = accounts.find(account)
                .map(Account::roleId)
                .flatMap(Role::of)
                .map(Role::privileges)
                .orElse(List.of());
        // The account of another, that is: what is one's own is no measure for what others did.
        return toReadAccounts.map(need -> need.satisfiedBy(held, false)).orElse(false);
    }
}
