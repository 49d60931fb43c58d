package org.firmwarerecovery.service.config;

/**
 * Where a configured value comes from, for messages and for {@code check-config --effective}.
 *
 * @param layer the layer of precedence
 * @param place {@code file:line}, {@code --set}, {@code Redfish} or {@code default}, as shown to people
 */
public record Origin(Layer layer, String place) {
    /** Layers in order of precedence, the weakest first. */
    public enum Layer {
        /** Built in. */
        DEFAULT,
        /** The configuration file. */
        FILE,
        /** Changed through Redfish and kept in the state folder. */
        REDFISH,
        /** {@code --set} of the command line. */
        COMMAND_LINE
    }

    /** The built-in value. */
    public static final Origin BUILT_IN = new Origin(Layer.DEFAULT, "default");

    /** The command line. */
    public static final Origin SET = new Origin(Layer.COMMAND_LINE, "--set");

    /** A setting changed through Redfish. */
    public static final Origin REDFISH = new Origin(Layer.REDFISH, "Redfish");

    /** A line of the configuration file; lines count from 1. */
    public static Origin line(String file, int line) {
        return new Origin(Layer.FILE, file + ":" + line);
    }
}
