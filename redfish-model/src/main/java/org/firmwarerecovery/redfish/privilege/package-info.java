/**
 * Privileges, the predefined roles and the privilege registry: who may do what to which entity (DSP0266, clause on the
 * Redfish privilege model).
 *
 * <p>Import rule: {@code java.*} without I/O, jspecify, Jackson's tree and {@code redfish.json}. Everything is default deny.
 */
@NullMarked
package org.firmwarerecovery.redfish.privilege;

import org.jspecify.annotations.NullMarked;
