package org.firmwarerecovery.redfish.oem;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.firmwarerecovery.redfish.odata.Link;
import org.jspecify.annotations.Nullable;

/**
 * The extension of the update service, {@code Oem.FirmwareRecovery} of {@code UpdateService}.
 *
 * @param recoveryService link to the firmware recovery service
 * @param peers link to the known peers
 * @param offers link to the offers that this node made
 * @param recoveries link to the recoveries of this node
 */
@JsonIgnoreProperties(value = "@odata.type", allowGetters = true)
public record UpdateServiceExtension(
        @Nullable Link recoveryService,
        @Nullable Link peers,
        @Nullable Link offers,
        @Nullable Link recoveries) {
    /** The type that the object carries. */
    public static final String ODATA_TYPE = "#FirmwareRecovery.v1_0_0.UpdateService";

    /** The constant {@code @odata.type}. */
    @JsonProperty("@odata.type")
    public String odataType() {
        return ODATA_TYPE;
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Link recoveryService;
        private @Nullable Link peers;
        private @Nullable Link offers;
        private @Nullable Link recoveries;

        private Builder() {}

        public Builder recoveryService(@Nullable Link value) {
            recoveryService = value;
            return this;
        }

        public Builder peers(@Nullable Link value) {
            peers = value;
            return this;
        }

        public Builder offers(@Nullable Link value) {
            offers = value;
            return this;
        }

        public Builder recoveries(@Nullable Link value) {
            recoveries = value;
            return this;
        }

        public UpdateServiceExtension build() {
            return new UpdateServiceExtension(recoveryService, peers, offers, recoveries);
        }
    }
}
