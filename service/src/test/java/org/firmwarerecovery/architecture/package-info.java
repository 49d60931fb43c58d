/**
 * What the code as a whole must look like: {@code CoreRules} and {@code ModuleRules} over the compiled classes of every
 * module, {@code TidyRules} over all sources. They stand in the service module because only its class path holds all modules.
 *
 * <p>Import rule: JUnit, ArchUnit and the JDK (its compiler's tree API included); nothing of ours.
 */
@NullMarked
package org.firmwarerecovery.architecture;

import org.jspecify.annotations.NullMarked;
