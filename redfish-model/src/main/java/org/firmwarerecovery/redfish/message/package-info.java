/**
 * Redfish messages: registries, typed factories for every message that this product sends, the error body and the one
 * exception that crosses HTTP.
 *
 * <p>Import rule: {@code java.*} without I/O, jspecify, Jackson's tree and annotations, {@code redfish.odata} and
 * {@code redfish.json}. A factory's method name is the message's key, and {@code MessageCatalogue.verify} checks all of
 * them against the registries.
 */
@NullMarked
package org.firmwarerecovery.redfish.message;

import org.jspecify.annotations.NullMarked;
