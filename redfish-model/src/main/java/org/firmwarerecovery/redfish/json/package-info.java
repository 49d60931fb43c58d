/**
 * The one JSON configuration of the product, and the files of the {@code schemas} jar.
 *
 * <p>Import rule: {@code java.*}, jspecify, Jackson and {@code redfish.odata}. No I/O, with one exception that the
 * architecture test names: {@code SchemaFiles} reads class-path resources of our own jar.
 */
@NullMarked
package org.firmwarerecovery.redfish.json;

import org.jspecify.annotations.NullMarked;
