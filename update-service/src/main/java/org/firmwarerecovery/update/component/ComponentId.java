package org.firmwarerecovery.update.component;

import java.util.regex.Pattern;

/**
 * Name of one updatable component on its node, as configured ({@code BMC}, {@code BIOS}); it is the last URI segment of
 * the component's FirmwareInventory member, so it may hold only URI-safe characters.
 *
 * @param value 1 to 32 letters, digits, {@code _} or {@code .}, first one a letter; no {@code -}, which separates the bank
 */
public record ComponentId(String value) implements Comparable<ComponentId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,31}");

    /** Refuses ids that could not stand in a URI or a file name. */
    public ComponentId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a component id: " + value);
        }
    }

    /** True when {@code value} may be a component id. */
    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }

    @Override
    public int compareTo(ComponentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
