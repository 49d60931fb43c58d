package org.firmwarerecovery.conformance.needs;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A suite that runs only with {@code CI=true} in the environment, because it needs root or clients from outside; elsewhere it
 * is reported as skipped with {@link #value()} as the reason. What exactly it needs stands in {@link Needs} beside it.
 */
@Documented
@Inherited
@Tag("ci")
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCondition.class)
public @interface CiOnly {
    /** Why the suite is not part of every build, e.g. {@code "drives sushy"}. */
    String value();
}
