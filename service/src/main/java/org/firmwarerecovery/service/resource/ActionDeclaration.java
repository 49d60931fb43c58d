package org.firmwarerecovery.service.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * An action of a resource.
 *
 * @param name without namespace, for example {@code SimpleUpdate}
 * @param description what it does, for the catalogue check and the documentation
 * @param body record of the parameters
 * @param run what it does
 * @param annotations what stands beside {@code target}: allowable values and other {@code @Redfish.} annotations
 * @param offered whether a resource in this state has it; elsewhere it is neither shown nor run
 * @param <B> record of the parameters
 */
public record ActionDeclaration<B>(
        String name,
        String description,
        Class<B> body,
        Operations.Change<B> run,
        Map<String, Object> annotations,
        Predicate<Object> offered) {
    /** Copies the annotations, keeping their order. */
    public ActionDeclaration {
        annotations = new LinkedHashMap<>(annotations);
    }

    /** An action without annotations that is there for every resource of its declaration. */
    public static <B> ActionDeclaration<B> of(
            String name, String description, Class<B> body, Operations.Change<B> run) {
        return new ActionDeclaration<>(name, description, body, run, Map.of(), state -> true);
    }

    /** The same, saying which values a parameter takes. */
    public ActionDeclaration<B> allowing(String parameter, List<String> values) {
        return annotated(parameter + "@Redfish.AllowableValues", List.copyOf(values));
    }

    /** The same with an annotation beside {@code target}. */
    public ActionDeclaration<B> annotated(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(annotations);
        more.put(name, value);
        return new ActionDeclaration<>(this.name, description, body, run, more, offered);
    }

    /** The same, only where what was read says so. */
    public ActionDeclaration<B> where(Predicate<Object> states) {
        return new ActionDeclaration<>(name, description, body, run, annotations, states);
    }
}
