package org.firmwarerecovery.update.journal;

/** What reading the bytes of a journal record gave. */
public sealed interface JournalText {
    /** The bytes keep every rule of the format. */
    record Ok(JournalRecord record) implements JournalText {}

    /**
     * A newer program wrote them; this one must not guess, and refuses to start.
     *
     * @param formatVersion the version they name
     */
    record Newer(long formatVersion) implements JournalText {}

    /**
     * The bytes break a rule of the format.
     *
     * @param why path of the member and the rule
     */
    record Broken(String why) implements JournalText {}
}
