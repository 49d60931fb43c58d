package org.firmwarerecovery.service.cli.demo;

/** Which of the other nodes have an image that may be given away. */
enum Donating {
    /** The peers; what lies in the console's library is not approved. */
    PEERS("peers", "Donor"),
    /** The console; what runs on the peers is too young to be given away. */
    CONSOLE("console", "Console"),
    /** All of them; the recipient's policy chooses. */
    BOTH("both", "");

    private final String label;
    private final String role;

    Donating(String label, String role) {
        this.label = label;
        this.role = role;
    }

    /** Spelling on the command line. */
    String label() {
        return label;
    }

    /** True when a donor of this certified role is one of those that were to serve. */
    boolean allows(String servedBy) {
        return role.isEmpty() || role.equals(servedBy);
    }

    @Override
    public String toString() {
        return label;
    }
}
