package org.firmwarerecovery.service.auth;

/** What became of a user name and password. A client learns only accepted or not; the log may tell more. */
public sealed interface Verdict {
    /** They match an enabled account. */
    record Accepted(Account account) implements Verdict {}

    /** Unknown name, wrong password or disabled account. */
    record Rejected() implements Verdict {}

    /** Too many failures; even the right password is refused until the lock ends. */
    record Locked() implements Verdict {}

    /** Too many verifications at once; the client should come again. */
    record Busy() implements Verdict {}
}
