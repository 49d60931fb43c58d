package org.firmwarerecovery.service.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param place {@code file:line}, or the layer when it was not the file
 * @param key path of the key, such as {@code scan.interval}; empty for the file as a whole
 * @param what what is wrong
 * @param expected what is expected instead
 */
public record ConfigurationProblem(String place, String key, String what, String expected) {
    /** {@code file:line: key: what: expected}, the form that editors and people can follow. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(place).append(": ");
        if (!key.isEmpty()) {
            line.append(key).append(": ");
        }
        return line.append(what).append(": ").append(expected).toString();
    }
}
