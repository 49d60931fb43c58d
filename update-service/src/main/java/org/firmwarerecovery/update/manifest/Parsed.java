package org.firmwarerecovery.update.manifest;

/** What reading the text of a manifest gave. */
public sealed interface Parsed {
    /** The text keeps every rule of the format. */
    record Ok(Manifest manifest) implements Parsed {}

    /** The text breaks a rule. */
    record Refused(Rejection rejection) implements Parsed {}
}
