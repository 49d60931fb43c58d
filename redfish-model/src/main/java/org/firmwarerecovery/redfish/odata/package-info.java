/**
 * The smallest parts of every Redfish document: links, entity tags, health words and the tri-state members of request
 * bodies.
 *
 * <p>Import rule: {@code java.*} without I/O, jspecify and Jackson annotations. Nothing here knows a resource.
 */
@NullMarked
package org.firmwarerecovery.redfish.odata;

import org.jspecify.annotations.NullMarked;
