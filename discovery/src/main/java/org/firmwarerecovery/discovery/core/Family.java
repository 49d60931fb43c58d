package org.firmwarerecovery.discovery.core;

/** Address family of a link or a datagram. */
public enum Family {
    /** IPv4. */
    IPV4,
    /** IPv6. */
    IPV6
}
