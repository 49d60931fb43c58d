/**
 * Carries events to receivers over HTTP.
 *
 * <p>Import rule: {@code service.event}, Apache HttpClient by way of update-service, which also decides which addresses may be named.
 */
@NullMarked
package org.firmwarerecovery.service.push;

import org.jspecify.annotations.NullMarked;
