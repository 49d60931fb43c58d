package org.firmwarerecovery.service.event;

import org.jspecify.annotations.Nullable;

/** The accounts that subscriptions belong to. Any thread; must not block on a network. */
public interface Owners {
    /** What became of an account. */
    enum Standing {
        /** It may be told events. */
        ACTIVE,
        /** It is disabled: its subscriptions rest. */
        DISABLED,
        /** There is none: its subscriptions end. */
        GONE
    }

    /** What became of the account with this id. */
    Standing standing(String account);

    /** Whether the account may be told what others did; see the package. */
    boolean hearsAudit(String account);

    /** Whether a subscriber of this account may be told this now. */
    default boolean mayHear(@Nullable String account, Notification notification) {
        boolean audit =
                notification instanceof EventRecord event && event.fact().log() == EventFact.Log.AUDIT;
        return account == null ? !audit : standing(account) == Standing.ACTIVE && (!audit || hearsAudit(account));
    }
}
