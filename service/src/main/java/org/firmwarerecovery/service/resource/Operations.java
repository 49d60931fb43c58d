package org.firmwarerecovery.service.resource;

import java.util.List;
import java.util.Optional;

/**
 * What an endpoint does for a declared resource. All run on a request thread and may block for as long as a client waits
 * (a second, not a minute). Refusals are {@code RedfishException}s.
 */
public final class Operations {
    private Operations() {}

    /** Reads the state of one resource. */
    @FunctionalInterface
    public interface Read {
        /** A record or JSON object without envelope and actions; empty when there is no such resource: 404. */
        Optional<?> read(Call call);
    }

    /** Lists a collection. */
    @FunctionalInterface
    public interface Members {
        /** The members' ids or, beginning with a slash, their paths; empty when there is no such collection: 404. */
        Optional<List<String>> members(Call call);
    }

    /**
     * Changes a resource, adds a member, or runs an action.
     *
     * @param <B> record of the request body
     */
    @FunctionalInterface
    public interface Change<B> {
        /** Does it and says what to answer. */
        Reply apply(Call call, B body);
    }

    /** Removes a resource. */
    @FunctionalInterface
    public interface Remove {
        /** Does it and says what to answer. */
        Reply apply(Call call);
    }

    /** Whether a resource is the caller's own, which is when {@code ConfigureSelf} counts. */
    @FunctionalInterface
    public interface Own {
        /** True for the caller's own account, session or subscription. */
        boolean isOwn(Call call);
    }
}
