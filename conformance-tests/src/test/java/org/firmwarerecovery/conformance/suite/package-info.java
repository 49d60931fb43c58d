/**
 * The conformance suite: black-box cases for any Redfish service, ours or anybody's. System property {@code redfish.uri} names
 * a service somewhere; without it the same cases run against a packaged node that is started for them.
 *
 * <p>Import rule: {@code conformance.site}, JUnit, REST Assured, Jackson, the schema validator. A case class asks
 * {@link org.firmwarerecovery.conformance.suite.Service} and starts nothing itself.
 */
@NullMarked
package org.firmwarerecovery.conformance.suite;

import org.jspecify.annotations.NullMarked;
