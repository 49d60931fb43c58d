/**
 * What a suite needs from the machine it runs on, declared beside it: a missing tool skips the suite with a reason on a
 * developer's machine and fails it where {@code CI=true}, so that no suite vanishes unseen.
 *
 * <p>Import rule: JUnit and the JDK only.
 */
@NullMarked
package org.firmwarerecovery.conformance.needs;

import org.jspecify.annotations.NullMarked;
