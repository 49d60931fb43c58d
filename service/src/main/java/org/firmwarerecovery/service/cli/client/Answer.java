package org.firmwarerecovery.service.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * An answer of the service with a status below 400.
 *
 * @param status HTTP status
 * @param location path of the {@code Location} header
 * @param body the JSON body; a missing node when there is none
 */
public record Answer(int status, Optional<String> location, JsonNode body) {}
