/** Recoveries and updates of real processes over real sockets, told from outside. */
@NullMarked
package org.firmwarerecovery.conformance.scenario;

import org.jspecify.annotations.NullMarked;
