package org.firmwarerecovery.redfish.testing;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which members of a sample record are not set, so that a test proves the type of every member. */
public final class Filled {
    private Filled() {}

    /** Paths of the members that are null or an empty list, through nested records of this product. */
    public static List<String> holes(Object record) throws ReflectiveOperationException {
        List<String> holes = new ArrayList<>();
        collect(record.getClass().getSimpleName(), record, holes);
        return holes;
    }

    private static void collect(String path, @Nullable Object value, List<String> holes)
            throws ReflectiveOperationException {
        if (value == null || value instanceof List<?> list && list.isEmpty()) {
            holes.add(path);
        } else if (value instanceof List<?> list) {
            collect(path + "[]", list.get(0), holes);
        } else if (value instanceof Record && value.getClass().getPackageName().contains("firmwarerecovery")) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                collect(
                        path + '.' + component.getName(),
                        component.getAccessor().invoke(value),
                        holes);
            }
        }
    }
}
