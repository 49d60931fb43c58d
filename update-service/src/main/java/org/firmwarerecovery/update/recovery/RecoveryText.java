package org.firmwarerecovery.update.recovery;

/** What reading the text of a remembered recovery gave. */
public sealed interface RecoveryText {
    /** The text keeps every rule of the format. */
    record Ok(Recovery recovery) implements RecoveryText {}

    /**
     * A newer program wrote it.
     *
     * @param formatVersion the version it names
     */
    record Newer(long formatVersion) implements RecoveryText {}

    /**
     * The text breaks a rule of the format.
     *
     * @param why path of the member and the rule
     */
    record Broken(String why) implements RecoveryText {}
}
