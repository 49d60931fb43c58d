/**
 * Clients of other people against a packaged node: what they do and what they say decides.
 *
 * <p>Import rule: {@code conformance.site}, {@code conformance.needs}, JUnit, Jackson.
 */
@NullMarked
package org.firmwarerecovery.conformance.clients;

import org.jspecify.annotations.NullMarked;
