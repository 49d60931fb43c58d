/**
 * How two firmware versions stand to each other. Core package: no I/O, clock, threads, chance or logging.
 *
 * <p>Import rule: {@code java.math}, {@code java.time}, {@code java.util} and jspecify only.
 */
@NullMarked
package org.firmwarerecovery.update.version;

import org.jspecify.annotations.NullMarked;
