/**
 * A site as an operator builds it: a fleet, a firmware root made with openssl, signed images, nodes as processes. Speaks to
 * the product only through its command line, its files and Redfish.
 */
@NullMarked
package org.firmwarerecovery.conformance.site;

import org.jspecify.annotations.NullMarked;
