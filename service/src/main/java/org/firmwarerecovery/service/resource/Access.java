package org.firmwarerecovery.service.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.redfish.message.BaseMessages;
import org.firmwarerecovery.redfish.message.RedfishException;
import org.firmwarerecovery.redfish.privilege.PrivilegeRegistry;
import org.firmwarerecovery.redfish.privilege.Requirement;
import org.firmwarerecovery.service.auth.Principal;

/**
 * The one privilege check (DSP0266, clause on privileges). What the registry does not map is denied, and an anonymous
 * caller is told 401 where a known one is told 403.
 */
public final class Access {
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
        if (principal instanceof Principal.Nobody) {
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

    /** What a caller without sufficient privileges is told. */
    public static RedfishException refusal(Principal principal) {
        return principal instanceof Principal.Nobody
                ? unauthenticated()
                : new RedfishException(403, BaseMessages.insufficientPrivilege());
    }

    /** What a caller with no credentials or wrong ones is told. */
    public static RedfishException unauthenticated() {
        return new RedfishException(401, List.of(BaseMessages.noValidSession()), Map.of("WWW-Authenticate", CHALLENGE));
    }
}
