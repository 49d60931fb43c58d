/**
 * Records of the standard Redfish resources that this service has, with the property names and JSON types of the schema
 * versions of release 2025.4.
 *
 * <p>No {@code @odata.*}, {@code Id}, {@code Name}, {@code Description} and {@code Actions}: the service derives this envelope
 * once for all resources. An absent value is null and left out of the JSON. Words of an enumeration are text, spelled as in
 * the schema; tests validate written documents against the official JSON Schemas.
 *
 * <p>Import rule: {@code java.*} without I/O, jspecify, Jackson annotations, {@code redfish.odata}, {@code redfish.message}
 * and {@code redfish.oem}.
 */
@NullMarked
package org.firmwarerecovery.redfish.resource;

import org.jspecify.annotations.NullMarked;
