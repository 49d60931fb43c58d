/**
 * The network interfaces of the machine as they are, read from the Java runtime, from Linux' {@code /proc} and {@code /sys}, and from
 * {@code ip}. Nothing here changes anything.
 *
 * <p>Import rule: {@code java.*}, jspecify, slf4j, the hooks of update.
 */
@NullMarked
package org.firmwarerecovery.service.network;

import org.jspecify.annotations.NullMarked;
