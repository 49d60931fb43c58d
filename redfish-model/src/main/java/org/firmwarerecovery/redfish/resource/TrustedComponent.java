package org.firmwarerecovery.redfish.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.jspecify.annotations.Nullable;

/**
 * What vouches for other components: the program of this node.
 *
 * @param trustedComponentType {@code Integrated} or {@code Discrete}
 * @param uuid UUID
 * @param firmwareVersion version of the program
 * @param status of the program
 * @param links what it measures and protects
 */
public record TrustedComponent(
        @Nullable String trustedComponentType,
        @JsonProperty("UUID") @Nullable String uuid,
        @Nullable String firmwareVersion,
        @Nullable Status status,
        @Nullable Links links) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#TrustedComponent.v1_4_0.TrustedComponent";

    /**
     * Links of a trusted component.
     *
     * @param componentIntegrity what it measured
     * @param componentsProtected what runs that
     * @param integratedInto where it runs
     */
    public record Links(
            @Nullable List<Link> componentIntegrity,
            @Nullable List<Link> componentsProtected,
            @Nullable Link integratedInto) {
        /** Copies the lists. */
        public Links {
            componentIntegrity = componentIntegrity == null ? null : List.copyOf(componentIntegrity);
            componentsProtected = componentsProtected == null ? null : List.copyOf(componentsProtected);
        }
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String trustedComponentType;
        private @Nullable String uuid;
        private @Nullable String firmwareVersion;
        private @Nullable Status status;
        private @Nullable Links links;

        private Builder() {}

        public Builder trustedComponentType(@Nullable String value) {
            trustedComponentType = value;
            return this;
        }

        public Builder uuid(@Nullable String value) {
            uuid = value;
            return this;
        }

        public Builder firmwareVersion(@Nullable String value) {
            firmwareVersion = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder links(@Nullable Links value) {
            links = value;
            return this;
        }

        public TrustedComponent build() {
            return new TrustedComponent(trustedComponentType, uuid, firmwareVersion, status, links);
        }
    }
}
