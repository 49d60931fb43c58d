package org.firmwarerecovery.service.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * An open session. The token itself is known to the client only; the node keeps its hash.
 *
 * @param id last segment of the session's URI
 * @param account as it was at login; void when the stored account has a newer revision
 * @param created wall time of the login
 * @param clientAddress where the login came from
 * @param context the client's own text, if it gave one
 */
public record Session(String id, Account account, Instant created, String clientAddress, Optional<String> context) {}
