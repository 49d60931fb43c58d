package org.firmwarerecovery.conformance.suite;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class of cases: it gets the {@link Service} as a parameter, and what comes of it stands in the report. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("conformance")
@ExtendWith({ServiceUnderTest.class, CaseReport.class})
@DisplayNameGeneration(CaseNames.class)
public @interface Conformance {}
