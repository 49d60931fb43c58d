/**
 * The recipient's client: asks peers over mutual TLS what they hold, negotiates and reads images. Everything a peer says is
 * a claim and is checked for shape here; whether it is wanted is decided by the machines.
 *
 * <p>Import rule: {@code update.component}, {@code update.negotiation}, {@code update.version}, {@code update.io.web},
 * {@code update.io.work}, {@code update.io.trust}, {@code update.io.store} (manifest pairs), Jackson, Apache HttpClient.
 */
@NullMarked
package org.firmwarerecovery.update.io.peer;

import org.jspecify.annotations.NullMarked;
