/**
 * The edge of discovery: datagram channels per interface and the one thread that runs the discovery machine.
 *
 * <p>Import rule: may import {@code org.firmwarerecovery.discovery.core} and the machine shape; nobody in core imports
 * this package.
 */
@NullMarked
package org.firmwarerecovery.discovery.io;

import org.jspecify.annotations.NullMarked;
