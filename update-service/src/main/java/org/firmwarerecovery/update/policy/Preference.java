package org.firmwarerecovery.update.policy;

/** One ordered wish about donors; the first that tells two candidates apart decides. */
public enum Preference {
    /** The very image that was damaged. */
    SAME_VERSION("SameVersion"),
    /** The newest version, where versions can be compared. */
    NEWEST_VERSION("NewestVersion"),
    /** A certified console before peers. */
    CONSOLE_FIRST("ConsoleFirst"),
    /** Peers before a certified console. */
    PEER_FIRST("PeerFirst"),
    /** The smallest share of used slots. */
    LEAST_LOADED("LeastLoaded"),
    /** The shortest answer time. */
    NEAREST("Nearest");

    private final String label;

    Preference(String label) {
        this.label = label;
    }

    /** Spelling in JSON and configuration. */
    public String label() {
        return label;
    }
}
