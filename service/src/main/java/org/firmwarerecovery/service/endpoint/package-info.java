/**
 * The resources of a node, one file for each family; a resource appears by its declaration here and one line where the
 * catalogue is put together.
 *
 * <p>Import rule: {@code resource}, {@code auth}, {@code task}, redfish-model, and update-service for what a node is and can
 * be told. Nothing here knows Grizzly or Jersey.
 */
@NullMarked
package org.firmwarerecovery.service.endpoint;

import org.jspecify.annotations.NullMarked;
