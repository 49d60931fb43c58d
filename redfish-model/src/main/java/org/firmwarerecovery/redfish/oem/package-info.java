/**
 * Records of our own resources and extensions, their action bodies and answers: the same members as the CSDL and JSON Schema
 * in the {@code schemas} jar, which tests compare.
 *
 * <p>As with the standard resources the envelope is not part of a record. Words of an enumeration are text, spelled as the
 * design spells them, so that this package need not know the machines. Bodies have tri-state members; which are required is
 * said in the schema and checked by the endpoint.
 *
 * <p>Import rule: {@code java.*} without I/O, jspecify, Jackson annotations and {@code redfish.odata}.
 */
@NullMarked
package org.firmwarerecovery.redfish.oem;

import org.jspecify.annotations.NullMarked;
