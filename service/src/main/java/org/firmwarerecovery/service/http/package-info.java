/**
 * The server: sockets, TLS, the gate in front of everything, and the bridge from the gate to Jersey. Rules that hold for
 * every answer (headers, limits, authentication, privileges, error form) are applied here and nowhere else.
 *
 * <p>Import rule: Grizzly and Jersey are used in this package only; {@code resource} and {@code auth} below it.
 */
@NullMarked
package org.firmwarerecovery.service.http;

import org.jspecify.annotations.NullMarked;
