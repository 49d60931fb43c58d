/**
 * The network interfaces of the machine as they are, read from the Java runtime and from Linux' {@code /proc} and {@code /sys}.
 * Nothing here changes anything.
 *
 * <p>Import rule: {@code java.*}, jspecify, slf4j.
 */
@NullMarked
package org.firmwarerecovery.service.network;

import org.jspecify.annotations.NullMarked;
