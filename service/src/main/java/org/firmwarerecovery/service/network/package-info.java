/**
 * The network interfaces of the machine as they are, read from the Java runtime, from Linux' {@code /proc} and {@code /sys}, and from
 * {@code ip}; and its settings, which only the operator's own programs read and change.
 *
 * <p>Import rule: {@code java.*}, jspecify, slf4j, Jackson, the JSON of redfish-model, the hooks of update.
 */
@NullMarked
package org.firmwarerecovery.service.network;

import org.jspecify.annotations.NullMarked;
