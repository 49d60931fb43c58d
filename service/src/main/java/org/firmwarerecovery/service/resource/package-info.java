/**
 * How a Redfish resource is declared and what follows from a declaration: envelope, actions, entity tags, privileges,
 * query options, methods, error bodies. An endpoint is one declaration plus one line in the catalogue.
 *
 * <p>Import rule: redfish-model, {@code auth}, Jackson, jakarta.validation, and of {@code event} what
 * an answer without an end is. No container: nothing here knows Grizzly or
 * Jersey.
 */
@NullMarked
package org.firmwarerecovery.service.resource;

import org.jspecify.annotations.NullMarked;
