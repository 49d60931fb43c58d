/**
 * Figures of the whole product as it is installed: start, memory, damage to healthy. They are printed and never asserted;
 * they run with {@code -Plong} only:
 *
 * <pre>mvn -Plong verify -Dtest='*FiguresTest' -Dsurefire.failIfNoSpecifiedTests=false</pre>
 *
 * <p>{@code -Druntime=17} measures one version of Java only.
 *
 * <p>Import rule: {@code conformance.site}, JUnit, Jackson and the JDK.
 */
@NullMarked
package org.firmwarerecovery.conformance.benchmark;

import org.jspecify.annotations.NullMarked;
