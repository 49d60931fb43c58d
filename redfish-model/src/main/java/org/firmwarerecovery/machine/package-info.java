/**
 * The shape every state machine of this product has: {@code apply(state, now, event) -> state + effects}.
 *
 * <p>Import rule: {@code java.time}, {@code java.util} and jspecify only. The package lives in the lowest module because
 * discovery, negotiation, recovery, donor and bank machines all share it.
 */
@NullMarked
package org.firmwarerecovery.machine;

import org.jspecify.annotations.NullMarked;
