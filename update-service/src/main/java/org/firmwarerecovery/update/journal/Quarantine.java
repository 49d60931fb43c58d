package org.firmwarerecovery.update.journal;

import org.firmwarerecovery.update.component.Digest;

/**
 * A manifest that failed its probation on this component: not tried again until the operator lifts it.
 *
 * @param manifestDigest the manifest
 * @param reason what happened, for people
 * @param since uptime in milliseconds
 */
public record Quarantine(Digest manifestDigest, String reason, long since) {}
