package org.firmwarerecovery.service.cli;

import java.util.List;

/** A node was not started because its configuration or state cannot be used. Carries everything that is wrong. */
public final class StartRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** Refuses for these reasons, one sentence each. */
    public StartRefusedException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong. */
    public List<String> problems() {
        return problems;
    }
}
