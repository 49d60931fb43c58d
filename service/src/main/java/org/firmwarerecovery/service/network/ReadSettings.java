package org.firmwarerecovery.service.network;

import java.util.Optional;

/** Settings as a program of the operator gave them. */
interface ReadSettings {
    /** Entries of a list that are believed, and taken. */
    int ENTRIES_MAX = 16;

    /** What cannot be true of them, for people; empty when all is well. */
    Optional<String> fault();
}
