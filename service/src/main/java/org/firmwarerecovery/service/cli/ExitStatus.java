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
    /** The state folder cannot be used now: in use, full, read-only or not ours. Trying again may help (EX_TEMPFAIL). */
    public static final int NOT_NOW = 75;
    /** Configuration or state cannot be used, however often it is tried (EX_CONFIG of sysexits). */
    public static final int BAD_CONFIGURATION = 78;

    private ExitStatus() {}
}
