/** The runtime loop: runs the machines on one thread, executes their effects with adapters and posts the results. */
@NullMarked
package org.firmwarerecovery.update.io.runtime;

import org.jspecify.annotations.NullMarked;
