package org.firmwarerecovery.service.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.privilege.Privilege;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.redfish.privilege.Role;
import org.firmwarerecovery.redfish.resource.AccountService;
import org.firmwarerecovery.redfish.resource.ManagerAccount;
import org.firmwarerecovery.service.auth.Account;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.AuthSettings;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDeclaration;

/** Accounts, the predefined roles and the privilege map. A password can be changed; everything else is read only. */
public final class AccountEndpoint {
    private static final String SERVICE = "/redfish/v1/AccountService";
    private static final String ACCOUNTS = SERVICE + "/Accounts";
    private static final String ROLES = SERVICE + "/Roles";
    private static final String PRIVILEGE_MAP = SERVICE + "/PrivilegeMap";

    private final Accounts accounts;

    /** Serves these accounts. */
    public AccountEndpoint(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Body of a PATCH of an account; what cannot be changed is named, so that it is refused as such. */
    record Change(
            Field<String> password,
            Field<String> userName,
            Field<String> roleId,
            Field<Boolean> enabled,
            Field<Boolean> locked) {
        /** Never the password. */
        @Override
        public String toString() {
            return "Change";
        }
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
                        .build(),
                ResourceDeclaration.collection("ManagerAccountCollection", ACCOUNTS)
                        .name("Accounts")
                        .description("Who may log in.")
                        .members(call -> Optional.of(
                                accounts.all().stream().map(Account::id).toList()))
                        .build(),
                ResourceDeclaration.of(ManagerAccount.ODATA_TYPE, ACCOUNTS + "/{ManagerAccountId}")
                        .name("Account")
                        .description("An account.")
                        .read(call -> accounts.find(call.id()).map(this::account))
                        .patch(Change.class, this::change)
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
                .httpBasicAuth("Enabled")
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
                .accountTypes(List.of("Redfish"))
                .links(new ManagerAccount.Links(Link.to(ROLES + "/" + account.roleId())))
                .build();
    }

    private static org.firmwarerecovery.redfish.resource.Role role(Role role) {
        List<String> assigned = role.privileges().stream().map(Privilege::word).toList();
        return new org.firmwarerecovery.redfish.resource.Role(role.id(), true, assigned, List.of());
    }

    private Reply change(Call call, Change body) {
        Map<String, Field<?>> fixed = Map.of(
                "UserName", body.userName(),
                "RoleId", body.roleId(),
                "Enabled", body.enabled(),
                "Locked", body.locked());
        List<String> refused = fixed.entrySet().stream()
                .filter(entry -> entry.getValue().isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!refused.isEmpty()) {
            throw new RedfishException(
                    400, refused.stream().map(BaseMessages::propertyNotWritable).toList(), Map.of());
        }
        String password = body.password()
                .toOptional()
                .orElseThrow(() -> new RedfishException(400, BaseMessages.propertyValueTypeError("null", "Password")));
        if (!accounts.isAcceptable(password)) {
            throw new RedfishException(400, BaseMessages.passwordIncorrectLength());
        }
        try {
            accounts.changePassword(call.id(), password);
        } catch (IOException e) {
            throw new UncheckedIOException("the account store cannot be written", e);
        }
        return Reply.changed(call.path());
    }

    private static boolean isOwn(Call call) {
        return call.user().map(user -> user.account().id().equals(call.id())).orElse(false);
    }
}
