package org.firmwarerecovery.service.config;

/** A choice of the configuration with the spelling that files, JSON and documents share. */
public interface Named {
    /** Spelling, such as {@code RecoveryOnly}. */
    String label();
}
