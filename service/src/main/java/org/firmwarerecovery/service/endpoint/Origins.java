package org.firmwarerecovery.service.endpoint;

import java.util.function.Predicate;
import org.firmwarerecovery.service.auth.Accounts;
import org.firmwarerecovery.service.auth.Sessions;
import org.firmwarerecovery.service.event.EventPaths;

/** Whether what a log entry is about is still there: tasks, recoveries, sessions, accounts and subscriptions come and go. */
final class Origins implements Predicate<String> {
    private final NodeContext context;
    private final Accounts accounts;
    private final Sessions sessions;
    private final NodeEvents events;

    Origins(NodeContext context, Accounts accounts, Sessions sessions, NodeEvents events) {
        this.context = context;
        this.accounts = accounts;
        this.sessions = sessions;
        this.events = events;
    }

    @Override
    public boolean test(String path) {
        int slash = path.lastIndexOf('/');
        String id = path.substring(slash + 1);
        return switch (path.substring(0, slash)) {
            case TaskEndpoint.TASKS -> context.state().jobs().containsKey(id);
            case RecoveryEndpoint.RECOVERIES -> context.state().recoveries().containsKey(id);
            case EventPaths.SESSIONS -> sessions.find(id).isPresent();
            case EventPaths.ACCOUNTS -> accounts.find(id).isPresent();
            case EventPaths.SUBSCRIPTIONS ->
                events.hub().state().subscribers().containsKey(id)
                        || events.streams().shown(id).isPresent();
            default -> true;
        };
    }
}
