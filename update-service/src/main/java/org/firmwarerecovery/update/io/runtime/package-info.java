/**
 * The runtime loop: runs the machines on one thread, executes their effects with adapters and posts the results.
 *
 * <p>Import rule: every core package, every other {@code update.io} package, slf4j. Nothing else in this module
 * imports it.
 */
@NullMarked
package org.firmwarerecovery.update.io.runtime;

import org.jspecify.annotations.NullMarked;
