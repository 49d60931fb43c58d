package org.firmwarerecovery.service.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.redfish.privilege.Requirement;
import org.firmwarerecovery.service.auth.Account;
import org.firmwarerecovery.service.auth.Principal;

/**
 * The one privilege check (DSP0266, clause on privileges). What the registry does not map is denied, and an anonymous
 * caller is told 401 where a known one is told 403.
 */
public final class Access {
    private static final int FORBIDDEN = 403;
    private static final List<String> ABOUT_THE_CALLER = List.of("InsufficientPrivilege", "PasswordChangeRequired");
    private static final String CHALLENGE = "Basic realm=\"Redfish\", charset=\"UTF-8\"";

    private final PrivilegeRegistry registry;

    /** Decides by this registry. */
    public Access(PrivilegeRegistry registry) {
        this.registry = registry;
    }

    /** Whether this caller may do this. */
    public boolean permits(
            Principal principal, String method, String entity, String path, List<String> ancestors, boolean own) {
        if (PrivilegeRegistry.isOpen(method, path)) {
            return true;
        }
        if (principal instanceof Principal.Nobody || heldBack(principal) && !mayWhileHeldBack(method, entity, own)) {
            return false;
        }
        Optional<Requirement> requirement = registry.requirement(method, entity, path, ancestors);
        return requirement
                .map(need -> need.satisfiedBy(principal.privileges(), own))
                .orElse(false);
    }

    /** Whether every one of these properties has an override that lets this caller change it. */
    public boolean permitsProperties(Principal principal, String entity, List<String> properties, boolean own) {
        return !properties.isEmpty()
                && (!heldBack(principal) || own && properties.equals(List.of("Password")))
                && properties.stream()
                        .allMatch(property -> registry.propertyRequirement("PATCH", entity, property)
                                .map(need -> need.satisfiedBy(principal.privileges(), own))
                                .orElse(false));
    }

    /** Whether an override forbids this caller one of these properties although it may change the rest. */
    public boolean forbidsProperty(Principal principal, String entity, List<String> properties, boolean own) {
        return properties.stream()
                .anyMatch(property -> registry.propertyRequirement("PATCH", entity, property)
                        .map(need -> !need.satisfiedBy(principal.privileges(), own))
                        .orElse(false));
    }

    /** Somebody who has to change his password first (DSP0266, clause on password change required). */
    private static boolean heldBack(Principal principal) {
        return principal instanceof Principal.User user && user.account().passwordChangeRequired();
    }

    /** He sees his own account and logs out; that he changes his password is decided by the property. */
    private static boolean mayWhileHeldBack(String method, String entity, boolean own) {
        boolean account = entity.equals("ManagerAccount") && (method.equals("GET") || method.equals("HEAD"));
        boolean logout = entity.equals("Session") && method.equals("DELETE");
        return own && (account || logout);
    }

    /** Where an account is found. */
    public static String accountUri(Account account) {
        return "/redfish/v1/AccountService/Accounts/" + account.id();
    }

    /** What a caller without sufficient privileges is told. */
    public static RedfishException refusal(Principal principal) {
        if (heldBack(principal) && principal instanceof Principal.User user) {
            return new RedfishException(403, BaseMessages.passwordChangeRequired(accountUri(user.account())));
        }
        return principal instanceof Principal.Nobody
                ? unauthenticated()
                : new RedfishException(403, BaseMessages.insufficientPrivilege());
    }

    /** Whether an answer says no for who the caller is, and not for the state of what he asked for. */
    public static boolean isRefusal(RedfishException problem) {
        return problem.status() == FORBIDDEN
                && problem.messages().stream()
                        .anyMatch(message -> ABOUT_THE_CALLER.contains(message.messageId()
                                .substring(message.messageId().lastIndexOf('.') + 1)));
    }

    /** What a caller with no credentials or wrong ones is told. */
    public static RedfishException unauthenticated() {
        return new RedfishException(401, List.of(BaseMessages.noValidSession()), Map.of("WWW-Authenticate", CHALLENGE));
    }
}
