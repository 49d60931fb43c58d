package org.firmwarerecovery.update.io.container;

/** Carries the reason for refusing a file from the depth of a parser to its entry point, which turns it into a value. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Verdict verdict;

    /** Refuses with {@code verdict}, for {@code reason} in words. */
    public RefusedException(Verdict verdict, String reason) {
        super(reason, null, false, false);
        this.verdict = verdict;
    }

    /** A file that is wrong, for {@code reason} in words. */
    public RefusedException(String reason) {
        this(Verdict.REJECT, reason);
    }

    /** The answer that the parser gives. */
    public Inspection inspection(ContainerKind kind) {
        return Inspection.refused(kind, verdict, String.valueOf(getMessage()));
    }
}
