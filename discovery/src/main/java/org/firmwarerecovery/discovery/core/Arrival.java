package org.firmwarerecovery.discovery.core;

/**
 * Where a datagram came from.
 *
 * @param interfaceName the interface it was heard on
 * @param family its address family
 * @param sourceAddress address literal of the sender; a link-local IPv6 one with {@code %interface}
 * @param sourcePort UDP port of the sender
 * @param onLink true when the source belongs to a subnet of that interface
 */
public record Arrival(String interfaceName, Family family, String sourceAddress, int sourcePort, boolean onLink) {}
