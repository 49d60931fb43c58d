package org.firmwarerecovery.redfish.privilege;

import java.util.Collection;
import java.util.List;

/**
 * What an operation asks of its caller: one of several sets of privileges.
 *
 * @param open true when nobody has to be authenticated ({@code NoAuth})
 * @param anyOf the alternatives; all privileges of one alternative are needed. Empty and not open: nobody may
 */
public record Requirement(boolean open, List<List<Privilege>> anyOf) {
    /** Copies the lists. */
    public Requirement {
        anyOf = anyOf.stream().map(List::copyOf).toList();
    }

    /**
     * True when a caller may do it.
     *
     * @param held the caller's privileges; empty for an anonymous one
     * @param own whether the resource is the caller's own account, session or subscription: only then does
     *     {@link Privilege#CONFIGURE_SELF} count
     */
    public boolean satisfiedBy(Collection<Privilege> held, boolean own) {
        if (open) {
            return true;
        }
        for (List<Privilege> all : anyOf) {
            if (holds(held, all, own)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(Collection<Privilege> held, List<Privilege> all, boolean own) {
        for (Privilege one : all) {
            if (!held.contains(one) || one == Privilege.CONFIGURE_SELF && !own) {
                return false;
            }
        }
        return true;
    }
}
