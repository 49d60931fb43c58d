package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.SecurityMessages;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.privilege.Privilege;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.redfish.privilege.Role;
import org.firmwarerecovery.redfish.resource.AccountService;
import org.firmwarerecovery.redfish.resource.ManagerAccount;
import org.firmwarerecovery.service.auth.Account;
import org.firmwarerecovery.service.auth.AccountBook;
import org.firmwarerecovery.service.auth.AccountChange;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.AuthSettings;
import org.firmwarerecovery.service.event.AuditTrail;
import org.firmwarerecovery.service.event.EventHub;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts, the predefined roles and the privilege map. Roles are fixed, so that every tool knows what they may do. */
public final class AccountEndpoint {
    private static final String SERVICE = "/redfish/v1/AccountService";
    private static final String ACCOUNTS = SERVICE + "/Accounts";
    private static final String ROLES = SERVICE + "/Roles";
    private static final String PRIVILEGE_MAP = SERVICE + "/PrivilegeMap";
    private static final Logger LOG = LoggerFactory.getLogger(AccountEndpoint.class);

    private final Accounts accounts;
    private final AccountWishes wishes;
    private final LoginRules rules;
    private final AuditTrail trail;
    private final EventHub hub;

    /** Serves these accounts; changed rules go to {@code keeper}, and subscriptions in {@code hub} end with their account. */
    public AccountEndpoint(Accounts accounts, SettingsKeeper keeper, AuditTrail trail, EventHub hub) {
        this.accounts = accounts;
        this.rules = new LoginRules(accounts, keeper);
        this.trail = trail;
        this.hub = hub;
        this.wishes = new AccountWishes(accounts);
    }

    /** AccountService, Accounts, Roles and the privilege map. */
    public List<ResourceDeclaration> declarations() {
        ObjectNode map = PrivilegeRegistry.standard().document();
        String mapType = map.path("@odata.type").asText();
        map.remove(List.of("@odata.id", "@odata.type", "Id"));
        return List.of(
                ResourceDeclaration.of(AccountService.ODATA_TYPE, SERVICE)
                        .name("Account Service")
                        .description("Rules of accounts and passwords.")
                        .read(call -> Optional.of(service()))
                        .patch(LoginRules.OfAccounts.class, this::changeRules)
                        .build(),
                ResourceDeclaration.collection("ManagerAccountCollection", ACCOUNTS)
                        .name("Accounts")
                        .description("Who may log in.")
                        .members(call -> Optional.of(
                                accounts.all().stream().map(Account::id).toList()))
                        .create(AccountWishes.Creation.class, this::create)
                        .build(),
                ResourceDeclaration.of(ManagerAccount.ODATA_TYPE, ACCOUNTS + "/{ManagerAccountId}")
                        .name("Account")
                        .description("An account.")
                        .read(call -> accounts.find(call.id()).map(this::account))
                        .patch(AccountWishes.Change.class, this::change)
                        .remove(this::remove)
                        .own(AccountEndpoint::isOwn)
                        .build(),
                ResourceDeclaration.collection("RoleCollection", ROLES)
                        .name("Roles")
                        .description("The predefined roles.")
                        .members(call -> Optional.of(
                                Arrays.stream(Role.values()).map(Role::id).toList()))
                        .build(),
                ResourceDeclaration.of(org.firmwarerecovery.redfish.resource.Role.ODATA_TYPE, ROLES + "/{RoleId}")
                        .name("Role")
                        .description("A predefined role.")
                        .read(call -> Role.of(call.id()).map(AccountEndpoint::role))
                        .build(),
                ResourceDeclaration.of(mapType, PRIVILEGE_MAP)
                        .name("Privilege map")
                        .description("Which privileges each operation asks for.")
                        .read(call -> Optional.of(map.deepCopy()))
                        .build());
    }

    private AccountService service() {
        AuthSettings settings = accounts.settings();
        return AccountService.builder()
                .serviceEnabled(true)
                .status(Status.enabled())
                .localAccountAuth("Enabled")
                .httpBasicAuth(settings.basic().label())
                .minPasswordLength((long) settings.passwordLengthMin())
                .maxPasswordLength((long) settings.passwordLengthMax())
                .accountLockoutThreshold((long) settings.lockoutThreshold())
                .accountLockoutDuration(settings.lockoutDuration().toSeconds())
                .accountLockoutCounterResetAfter(settings.lockoutReset().toSeconds())
                .supportedAccountTypes(List.of("Redfish"))
                .accounts(Link.to(ACCOUNTS))
                .roles(Link.to(ROLES))
                .privilegeMap(Link.to(PRIVILEGE_MAP))
                .build();
    }

    private ManagerAccount account(Account account) {
        return ManagerAccount.builder()
                .userName(account.userName())
                .roleId(account.roleId())
                .enabled(account.enabled())
                .locked(accounts.isLocked(account.id()))
                .passwordChangeRequired(account.passwordChangeRequired())
                .accountTypes(List.of("Redfish"))
                .links(new ManagerAccount.Links(Link.to(ROLES + "/" + account.roleId())))
                .build();
    }

    private static org.firmwarerecovery.redfish.resource.Role role(Role role) {
        List<String> assigned = role.privileges().stream().map(Privilege::word).toList();
        return new org.firmwarerecovery.redfish.resource.Role(role.id(), true, assigned, List.of());
    }

    private Reply changeRules(Call call, LoginRules.OfAccounts body) {
        rules.change(body);
        LOG.info("rules of accounts changed by {}", who(call));
        return Reply.changed(SERVICE);
    }

    private Reply create(Call call, AccountWishes.Creation body) {
        AccountChange wanted = wishes.of(body);
        Account made = done(() -> accounts.add(Optional.ofNullable(body.id()), wanted));
        LOG.info("account {} with role {} made by {}", made.userName(), made.roleId(), who(call));
        trail.account(SecurityMessages.accountCreated(made.userName()), made.id(), RecoveryEndpoint.operator(call));
        return Reply.created(ACCOUNTS + "/" + made.id());
    }

    private Reply change(Call call, AccountWishes.Change body) {
        AccountChange wanted = wishes.of(body);
        Optional<Account> before = accounts.find(call.id());
        before.ifPresent(account -> wishes.requireAnother(account, body));
        Account changed = done(() -> accounts.change(call.id(), wanted));
        record(before.orElse(changed), changed, body, call);
        if (!changed.enabled()) {
            hub.ownerDisabled(changed.id());
        } else if (body.password().isPresent() || changed.passwordChangeRequired()) {
            hub.ownerReplacesLogin(changed.id());
        }
        if (body.locked().isPresent()) {
            accounts.unlock(changed.id());
        }
        LOG.info("account {} changed by {}: {}", changed.userName(), who(call), body);
        return Reply.changed(call.path());
    }

    private Reply remove(Call call) {
        Account removed = done(() -> accounts.remove(call.id()));
        hub.ownerRemoved(removed.id());
        LOG.info("account {} removed by {}", removed.userName(), who(call));
        trail.account(
                SecurityMessages.accountRemoved(removed.userName()), removed.id(), RecoveryEndpoint.operator(call));
        return Reply.done();
    }

    private void record(Account before, Account after, AccountWishes.Change body, Call call) {
        String name = after.userName();
        String user = RecoveryEndpoint.operator(call);
        List<Message> facts = new ArrayList<>();
        if (!before.userName().equals(name)) {
            facts.add(RecoveryMessages.accountRenamed(before.userName(), name));
        }
        if (body.password().isPresent() && isOwn(call)) {
            trail.ownAccount(SecurityMessages.passwordModified(name), after.id(), user);
        } else if (body.password().isPresent()) {
            facts.add(SecurityMessages.passwordModified(name));
        }
        if (!before.roleId().equals(after.roleId())) {
            facts.add(SecurityMessages.managerAccountRoleChanged(name, before.roleId(), after.roleId()));
        }
        if (before.enabled() != after.enabled()) {
            facts.add(after.enabled() ? SecurityMessages.accountEnabled(name) : SecurityMessages.accountDisabled(name));
        }
        if (body.locked().isPresent()) {
            facts.add(SecurityMessages.accountUnlocked(name));
        }
        // That a new password ends the demand for one goes without saying.
        boolean demanded = after.passwordChangeRequired();
        if (before.passwordChangeRequired() != demanded
                && body.passwordChangeRequired().isPresent()) {
            facts.add(
                    demanded
                            ? RecoveryMessages.passwordChangeDemanded(name)
                            : RecoveryMessages.passwordChangeWaived(name));
        }
        facts.forEach(fact -> trail.account(fact, after.id(), user));
    }

    private static String who(Call call) {
        return call.principal().label();
    }

    /** A change of the account store. */
    @FunctionalInterface
    private interface Step {
        AccountBook.Outcome run() throws IOException;
    }

    private static Account done(Step step) {
        AccountBook.Outcome outcome;
        try {
            outcome = step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("the account store cannot be written", e);
        }
        if (outcome instanceof AccountBook.Outcome.Refused refused) {
            throw AccountWishes.refusal(refused);
        }
        return ((AccountBook.Outcome.Done) outcome).account();
    }

    private static boolean isOwn(Call call) {
        return call.user().map(user -> user.account().id().equals(call.id())).orElse(false);
    }
}
