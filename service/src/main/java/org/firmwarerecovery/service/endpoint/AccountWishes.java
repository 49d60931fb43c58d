package org.firmwarerecovery.service.endpoint;

import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.Message;
import org.firmwarerecovery.redfish.message.RecoveryMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.odata.Field;
import org.firmwarerecovery.redfish.privilege.Role;
import org.firmwarerecovery.service.auth.Account;
import org.firmwarerecovery.service.auth.AccountBook;
import org.firmwarerecovery.service.auth.AccountChange;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.PasswordHash;
import org.jspecify.annotations.Nullable;

/** What clients may say about accounts, checked: one message for each member that is wrong, all of them at once. */
final class AccountWishes {
    /** Basic credentials end the name at the first colon; controls would end up in logs. */
    private static final Pattern USER_NAME = Pattern.compile("[^:\\p{Cntrl}]{1,64}");

    private static final String USER_NAME_MEMBER = "UserName";
    private static final String ROLE_MEMBER = "RoleId";
    private static final String LOCKED_MEMBER = "Locked";
    private static final String TYPES_MEMBER = "AccountTypes";
    private static final List<String> TYPES = List.of("Redfish");

    private final Accounts accounts;

    AccountWishes(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Body of a POST to the accounts. */
    record Creation(
            @Nullable String id,
            @NotNull @Nullable String userName,
            @NotNull @Nullable String password,
            @NotNull @Nullable String roleId,
            @Nullable Boolean enabled,
            @Nullable Boolean locked,
            @Nullable List<String> accountTypes,
            @Nullable Boolean passwordChangeRequired) {
        /** Never the password. */
        @Override
        public String toString() {
            return "Creation[" + userName + "]";
        }
    }

    /** Body of a PATCH of an account. */
    record Change(
            Field<String> userName,
            Field<String> password,
            Field<String> roleId,
            Field<Boolean> enabled,
            Field<Boolean> locked,
            Field<List<String>> accountTypes,
            Field<Boolean> passwordChangeRequired) {
        /** Names of the members, never the password. */
        @Override
        public String toString() {
            return String.join(", ", present().keySet());
        }

        private Map<String, Field<?>> present() {
            Map<String, Field<?>> present = new LinkedHashMap<>();
            present.put(USER_NAME_MEMBER, userName);
            present.put("Password", password);
            present.put(ROLE_MEMBER, roleId);
            present.put("Enabled", enabled);
            present.put(LOCKED_MEMBER, locked);
            present.put(TYPES_MEMBER, accountTypes);
            present.put("PasswordChangeRequired", passwordChangeRequired);
            present.values().removeIf(field -> !field.isPresent());
            return present;
        }
    }

    /** A new account as the client wants it. */
    AccountChange of(Creation body) {
        List<Message> problems = new ArrayList<>();
        if (body.id() != null && !AccountBook.isId(body.id())) {
            problems.add(BaseMessages.propertyValueFormatError(body.id(), "Id").about("#/Id"));
        }
        Optional<String> password = Optional.ofNullable(body.password());
        check(
                problems,
                Optional.ofNullable(body.userName()),
                password,
                Optional.ofNullable(body.roleId()),
                Optional.ofNullable(body.locked()),
                Optional.ofNullable(body.accountTypes()));
        require(problems);
        return new AccountChange(
                Optional.ofNullable(body.userName()),
                Optional.ofNullable(body.roleId()),
                hash(password),
                Optional.ofNullable(body.enabled()),
                Optional.ofNullable(body.passwordChangeRequired()));
    }

    /** A change as the client wants it. */
    AccountChange of(Change body) {
        List<Message> problems = new ArrayList<>();
        body.present().forEach((name, field) -> {
            if (field.isNull()) {
                problems.add(BaseMessages.propertyValueTypeError("null", name).about("#/" + name));
            }
        });
        check(
                problems,
                body.userName().toOptional(),
                body.password().toOptional(),
                body.roleId().toOptional(),
                body.locked().toOptional(),
                body.accountTypes().toOptional());
        require(problems);
        return new AccountChange(
                body.userName().toOptional(),
                body.roleId().toOptional(),
                hash(body.password().toOptional()),
                body.enabled().toOptional(),
                body.passwordChangeRequired().toOptional());
    }

    /** Who has to change the password has to choose another one. */
    void requireAnother(Account account, Change body) {
        boolean again = account.passwordChangeRequired()
                && body.password()
                        .toOptional()
                        .filter(account.password()::matches)
                        .isPresent();
        if (again) {
            throw new RedfishException(
                    400, BaseMessages.passwordComplexityNotMet().about("#/Password"));
        }
    }

    private void check(
            List<Message> problems,
            Optional<String> userName,
            Optional<String> password,
            Optional<String> roleId,
            Optional<Boolean> locked,
            Optional<List<String>> types) {
        userName.filter(name -> !USER_NAME.matcher(name).matches())
                .ifPresent(name -> problems.add(BaseMessages.propertyValueFormatError(name, USER_NAME_MEMBER)
                        .about("#/" + USER_NAME_MEMBER)));
        password.filter(secret -> !accounts.isAcceptable(secret))
                .ifPresent(secret ->
                        problems.add(BaseMessages.passwordIncorrectLength().about("#/Password")));
        roleId.filter(role -> Role.of(role).isEmpty())
                .ifPresent(role -> problems.add(
                        BaseMessages.propertyValueNotInList(role, ROLE_MEMBER).about("#/" + ROLE_MEMBER)));
        // Wrong passwords lock an account, people unlock it.
        locked.filter(Boolean::booleanValue)
                .ifPresent(lock -> problems.add(BaseMessages.propertyValueNotInList("true", LOCKED_MEMBER)
                        .about("#/" + LOCKED_MEMBER)));
        types.filter(wanted -> !wanted.equals(TYPES))
                .ifPresent(wanted -> problems.add(BaseMessages.propertyValueNotInList(wanted.toString(), TYPES_MEMBER)
                        .about("#/" + TYPES_MEMBER)));
    }

    private static void require(List<Message> problems) {
        if (!problems.isEmpty()) {
            throw new RedfishException(400, problems, Map.of());
        }
    }

    private Optional<PasswordHash> hash(Optional<String> password) {
        return password.map(accounts::hash);
    }

    /** What a client is told whose wish does not fit what is there. */
    static RedfishException refusal(AccountBook.Outcome.Refused refused) {
        String type = "ManagerAccount";
        String value = refused.value();
        return switch (refused.why()) {
            case NAME_TAKEN ->
                new RedfishException(
                        409,
                        BaseMessages.resourceAlreadyExists(type, USER_NAME_MEMBER, value)
                                .about("#/" + USER_NAME_MEMBER));
            case ID_TAKEN ->
                new RedfishException(
                        409,
                        BaseMessages.resourceAlreadyExists(type, "Id", value).about("#/Id"));
            case FULL -> new RedfishException(400, BaseMessages.createLimitReachedForResource());
            case LAST_ADMINISTRATOR -> new RedfishException(409, RecoveryMessages.lastAdministrator(value));
            case UNKNOWN -> new RedfishException(404, BaseMessages.resourceNotFound(type, value));
        };
    }
}
