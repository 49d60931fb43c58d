/**
 * The one list of all formats that are read. It stands in a package of its own because it knows every format, and each format
 * knows {@link org.firmwarerecovery.update.io.container}.
 */
@NullMarked
package org.firmwarerecovery.update.io.container.known;

import org.jspecify.annotations.NullMarked;
