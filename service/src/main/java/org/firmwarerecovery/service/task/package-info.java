/**
 * Tasks as clients see them, whoever runs them: the node's jobs now, other long operations later.
 *
 * <p>Import rule: redfish-model, and update-service for the jobs behind the tasks.
 */
@NullMarked
package org.firmwarerecovery.service.task;

import org.jspecify.annotations.NullMarked;
