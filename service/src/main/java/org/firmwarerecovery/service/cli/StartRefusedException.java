package org.firmwarerecovery.service.cli;

import java.util.List;

/** A node was not started because its configuration or state cannot be used. Carries everything that is wrong. */
public final class StartRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;
    private final boolean passing;

    /** Refuses for these reasons, one sentence each; somebody has to change the configuration or the state. */
    public StartRefusedException(List<String> problems) {
        this(problems, false);
    }

    /** Refuses for these reasons; {@code passing} when the same start succeeds once the cause outside of the node is gone. */
    public StartRefusedException(List<String> problems, boolean passing) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
        this.passing = passing;
    }

    /** What the process ends with. */
    int status() {
        return passing ? ExitStatus.NOT_NOW : ExitStatus.BAD_CONFIGURATION;
    }

    /** Everything that is wrong. */
    public List<String> problems() {
        return problems;
    }
}
