package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which properties of a resource a PATCH may change, read off the record of its body. Schemas allow more to be writable
 * than any one service makes so; {@code @Redfish.WriteableProperties} tells clients which ones are (DSP0266, clause on
 * the writable properties annotation). It stands in the object that has the properties.
 *
 * @param names properties with values
 * @param objects properties that are objects, with what may be changed in them
 */
record WritableProperties(List<String> names, Map<String, WritableProperties> objects) {
    static final String ANNOTATION = "@Redfish.WriteableProperties";

    /** Copies both. */
    WritableProperties {
        names = List.copyOf(names);
        objects = Collections.unmodifiableMap(new LinkedHashMap<>(objects));
    }

    /** Of the record of a body. */
    static WritableProperties of(Class<?> body) {
        List<String> names = new ArrayList<>();
        Map<String, WritableProperties> objects = new LinkedHashMap<>();
        for (RecordComponent component : body.isRecord() ? body.getRecordComponents() : new RecordComponent[0]) {
            Class<?> value = value(component.getGenericType());
            if (value.isRecord()) {
                objects.put(name(component), of(value));
            } else {
                names.add(name(component));
            }
        }
        return new WritableProperties(names, objects);
    }

    /** No more than the properties with these names. */
    WritableProperties only(List<String> some) {
        Map<String, WritableProperties> inner = new LinkedHashMap<>(objects);
        inner.keySet().retainAll(some);
        return new WritableProperties(names.stream().filter(some::contains).toList(), inner);
    }

    /** Puts the annotation into a document and the objects in it. */
    void annotate(ObjectNode document) {
        if (!names.isEmpty()) {
            ArrayNode list = document.putArray(ANNOTATION);
            names.forEach(list::add);
        }
        objects.forEach((name, writable) -> {
            JsonNode object = document.get(name);
            if (object instanceof ObjectNode inner) {
                writable.annotate(inner);
            }
        });
    }

    /** The type behind {@code Field} and the like; lists of objects count as values. */
    private static Class<?> value(Type type) {
        if (type instanceof ParameterizedType generic && !List.class.equals(generic.getRawType())) {
            return value(generic.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> plain ? plain : List.class;
    }

    private static String name(RecordComponent component) {
        JsonProperty own = component.getAccessor().getAnnotation(JsonProperty.class);
        String name = component.getName();
        return own == null ? Character.toUpperCase(name.charAt(0)) + name.substring(1) : own.value();
    }
}
