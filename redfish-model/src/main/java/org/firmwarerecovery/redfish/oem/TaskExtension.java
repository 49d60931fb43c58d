package org.firmwarerecovery.redfish.oem;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * The extension of a task, {@code Oem.FirmwareRecovery} of {@code Task}; a task of an operator has none.
 *
 * @param recovery link to the recovery that runs the task
 */
@JsonIgnoreProperties(value = "@odata.type", allowGetters = true)
public record TaskExtension(@Nullable Link recovery) {
    /** The type that the object carries. */
    public static final String ODATA_TYPE = "#FirmwareRecovery.v1_0_0.Task";

    /** The constant {@code @odata.type}. */
    @JsonProperty("@odata.type")
    public String odataType() {
        return ODATA_TYPE;
    }
}
