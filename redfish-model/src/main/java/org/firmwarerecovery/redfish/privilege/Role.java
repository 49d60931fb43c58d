package org.firmwarerecovery.redfish.privilege;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The predefined roles of accounts, with exactly the privileges that DSP0266 assigns; they cannot be changed (Protocol
 * Validator SEC_PRIV_SUPPORT_PREDEFINED_ROLES, SEC_PRIV_PREDEFINED_ROLE_NOT_MODIFIABLE).
 */
public enum Role {
    /** Everything. */
    ADMINISTRATOR(
            "Administrator",
            Privilege.LOGIN,
            Privilege.CONFIGURE_MANAGER,
            Privilege.CONFIGURE_USERS,
            Privilege.CONFIGURE_COMPONENTS,
            Privilege.CONFIGURE_SELF),
    /** Reads, updates and recovers. */
    OPERATOR("Operator", Privilege.LOGIN, Privilege.CONFIGURE_COMPONENTS, Privilege.CONFIGURE_SELF),
    /** Reads, and changes its own password. */
    READ_ONLY("ReadOnly", Privilege.LOGIN, Privilege.CONFIGURE_SELF);

    private final String id;
    private final List<Privilege> privileges;

    Role(String id, Privilege... privileges) {
        this.id = id;
        this.privileges = List.of(privileges);
    }

    /** {@code RoleId} and {@code Id} of the resource. */
    public String id() {
        return id;
    }

    /** {@code AssignedPrivileges}, in the order of the specification. */
    public List<Privilege> privileges() {
        return privileges;
    }

    /** The predefined role with this id, or empty. */
    public static Optional<Role> of(String id) {
        return Arrays.stream(values()).filter(role -> role.id.equals(id)).findFirst();
    }
}
