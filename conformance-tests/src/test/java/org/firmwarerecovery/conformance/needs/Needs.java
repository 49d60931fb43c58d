package org.firmwarerecovery.conformance.needs;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names what a test cannot do without: {@code root}, {@code shared} (the folder of system property {@code shared.dir}),
 * {@code python:MODULE}, {@code ansible:NAMESPACE.COLLECTION}, or any other word, which is a program looked up on the
 * {@code PATH}.
 *
 * <p>Something missing skips the test and names everything missing; with {@code CI=true} in the environment it fails it.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCondition.class)
public @interface Needs {
    /** The test runs only as the superuser (network namespaces, mounts). */
    String ROOT = "root";

    /** The test reads schemas or vectors from the folder shared between projects. */
    String SHARED = "shared";

    /** Before the name of a module that Python has to import; the environment variable {@code PYTHON} names another one. */
    String PYTHON = "python:";

    /** Before the name of a collection that Ansible has to find. */
    String ANSIBLE = "ansible:";

    /** {@link #ROOT}, {@link #SHARED}, modules, collections and names of programs. */
    String[] value();
}
