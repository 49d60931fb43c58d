package org.firmwarerecovery.conformance.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** A test of the suite with the ids under which the report shows it. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
public @interface Case {
    /**
     * Assertion ids of DSP0266 as DMTF's Redfish-Protocol-Validator names them; where it has none, the specification with its
     * subject, such as {@code DSP0266:schemas}.
     */
    String[] value();
}
