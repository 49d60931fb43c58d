/**
 * What any Redfish client sees of a running node: its tree, its schemas, its doors.
 *
 * <p>Import rule: {@code conformance.site}, {@code conformance.needs}, {@code conformance.suite}, JUnit, REST Assured, Jackson, the schema validator.
 */
@NullMarked
package org.firmwarerecovery.conformance.redfish;

import org.jspecify.annotations.NullMarked;
