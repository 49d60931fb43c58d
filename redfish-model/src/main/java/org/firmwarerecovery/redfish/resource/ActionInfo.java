package org.firmwarerecovery.redfish.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an action.
 *
 * @param parameters in the order of the schema
 */
public record ActionInfo(@Nullable List<Parameter> parameters) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#ActionInfo.v1_5_0.ActionInfo";

    /** Copies the list. */
    public ActionInfo {
        parameters = parameters == null ? null : List.copyOf(parameters);
    }

    /**
     * One parameter.
     *
     * @param name its name
     * @param required whether the action needs it
     * @param dataType {@code String}, {@code StringArray}, {@code Number}, {@code Object} or another of the schema
     * @param allowableValues which values there are
     */
    public record Parameter(
            String name,
            @Nullable Boolean required,
            @Nullable String dataType,
            @Nullable List<String> allowableValues) {
        /** Copies the list. */
        public Parameter {
            allowableValues = allowableValues == null ? null : List.copyOf(allowableValues);
        }

        /** One that may be left out and takes any value of its type. */
        public static Parameter optional(String name, String dataType) {
            return new Parameter(name, false, dataType, null);
        }

        /** One that the action needs. */
        public static Parameter required(String name, String dataType) {
            return new Parameter(name, true, dataType, null);
        }

        /** The same with a list of its values. */
        public Parameter of(List<String> values) {
            return new Parameter(name, required, dataType, values);
        }
    }
}
