package org.firmwarerecovery.service.cli;

/** Exit statuses of every command; scripts rely on them. */
public final class ExitStatus {
    /** Done. */
    public static final int DONE = 0;
    /** Failed: refused, unreachable or not healed. */
    public static final int FAILED = 1;
    /** The command line itself is wrong. */
    public static final int USAGE = 2;
    /** A running node broke down and wants to be started anew (EX_SOFTWARE of sysexits). */
    public static final int BROKEN_DOWN = 70;
    /** Configuration or state cannot be used (EX_CONFIG of sysexits). */
    public static final int BAD_CONFIGURATION = 78;

    private ExitStatus() {}
}
