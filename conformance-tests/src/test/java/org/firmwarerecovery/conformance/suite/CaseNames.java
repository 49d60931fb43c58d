package org.firmwarerecovery.conformance.suite;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.platform.commons.support.AnnotationSupport;

/** Names cases by their ids and what they demand. */
final class CaseNames extends DisplayNameGenerator.Standard {
    @Override
    public String generateDisplayNameForMethod(List<Class<?>> enclosing, Class<?> suite, Method method) {
        return String.join(" ", ids(method)) + ": " + demand(method);
    }

    /** Ids of a case. */
    static List<String> ids(Method method) {
        return AnnotationSupport.findAnnotation(method, Case.class)
                .map(found -> List.of(found.value()))
                .orElse(List.of(method.getName()));
    }

    /** What a case demands, in words. */
    static String demand(Method method) {
        return method.getName().replace('_', ' ');
    }
}
