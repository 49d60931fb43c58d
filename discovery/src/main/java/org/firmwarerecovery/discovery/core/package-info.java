/**
 * Discovery as data: SSDP messages, tags under the fleet key, the discovery machine. What is found here is a hint; trust
 * starts when the peer is asked by REST.
 *
 * <p>Core package: no I/O, clock, threads, chance or logging. Import rule: {@code java.time}, {@code java.util},
 * {@code javax.crypto} and {@code java.security} as pure computations, jspecify, and
 * {@code org.firmwarerecovery.machine}.
 */
@NullMarked
package org.firmwarerecovery.discovery.core;

import org.jspecify.annotations.NullMarked;
