package org.firmwarerecovery.update.job;

/** What reading the text of a remembered job gave. */
public sealed interface JobText {
    /** The text keeps every rule of the format. */
    record Ok(Job job) implements JobText {}

    /**
     * A newer program wrote it.
     *
     * @param formatVersion the version it names
     */
    record Newer(long formatVersion) implements JobText {}

    /**
     * The text breaks a rule of the format.
     *
     * @param why path of the member and the rule
     */
    record Broken(String why) implements JobText {}
}
