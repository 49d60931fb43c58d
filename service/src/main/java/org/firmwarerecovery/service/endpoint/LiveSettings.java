package org.firmwarerecovery.service.endpoint;

import java.time.Duration;
import java.util.Map;

/**
 * Settings of services that hold from one request to the next and outlive the node: what is changed through Redfish is
 * kept first and then in force, both in the same order when several clients change it. Thread-safe.
 */
public final class LiveSettings {
    private final SettingsKeeper keeper;
    private volatile boolean updatesEnabled;
    private volatile Duration tasksKept;

    /**
     * What the node starts with.
     *
     * @param updatesEnabled {@code UpdateService.ServiceEnabled}
     * @param tasksKept {@code TaskService.TaskAutoDeleteTimeoutMinutes}
     */
    public LiveSettings(SettingsKeeper keeper, boolean updatesEnabled, Duration tasksKept) {
        this.keeper = keeper;
        this.updatesEnabled = updatesEnabled;
        this.tasksKept = tasksKept;
    }

    /** Whether operators may update. Recoveries have a policy of their own and go on. */
    public boolean updatesEnabled() {
        return updatesEnabled;
    }

    /** Uptime after which a finished task is forgotten. */
    public Duration tasksKept() {
        return tasksKept;
    }

    /** Lets operators update, or not. */
    synchronized void enableUpdates(boolean wish) {
        keeper.keep(Map.of("update.enabled", Boolean.toString(wish)));
        updatesEnabled = wish;
    }

    /** Forgets finished tasks after this uptime. */
    synchronized void keepTasks(Duration wish) {
        keeper.keep(Map.of("tasks.keep", wish.toMinutes() + "m"));
        tasksKept = wish;
    }
}
