package org.firmwarerecovery.redfish.resource;

import java.util.List;
import org.firmwarerecovery.redfish.odata.Link;
import org.firmwarerecovery.redfish.odata.Status;
import org.firmwarerecovery.redfish.oem.Oem;
import org.firmwarerecovery.redfish.oem.UpdateServiceExtension;
import org.jspecify.annotations.Nullable;

/**
 * Where updates start, and what is installed and stored. {@code HttpPushUri} is deprecated and written only when the
 * operator switched it on for Dell-style clients.
 *
 * @param serviceEnabled updates are accepted; bmclib refuses a service that does not say so
 * @param status of the service
 * @param firmwareInventory active images and banks
 * @param softwareInventory other software
 * @param localImageStore verified images on disk
 * @param localImageStoreAvailableCapacityBytes bytes free in the image store
 * @param localImageStoreTotalCapacityBytes quota of the image store in bytes
 * @param multipartHttpPushUri where images are pushed
 * @param httpPushUri the same for raw bodies; absent by default
 * @param maxImageSizeBytes largest image in bytes
 * @param supportedUpdateImageFormats {@code VendorDefined}
 * @param verifyRemoteServerCertificate the certificate of an image server is checked
 * @param remoteServerCertificates roots for image servers
 * @param clientCertificates our certificates for image servers
 * @param updateServiceCapabilities allowable targets
 * @param oem our extension
 */
public record UpdateService(
        @Nullable Boolean serviceEnabled,
        @Nullable Status status,
        @Nullable Link firmwareInventory,
        @Nullable Link softwareInventory,
        @Nullable Link localImageStore,
        @Nullable Long localImageStoreAvailableCapacityBytes,
        @Nullable Long localImageStoreTotalCapacityBytes,
        @Nullable String multipartHttpPushUri,
        @Nullable String httpPushUri,
        @Nullable Long maxImageSizeBytes,
        @Nullable List<String> supportedUpdateImageFormats,
        @Nullable Boolean verifyRemoteServerCertificate,
        @Nullable Link remoteServerCertificates,
        @Nullable Link clientCertificates,
        @Nullable Link updateServiceCapabilities,
        @Nullable Oem<UpdateServiceExtension> oem) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#UpdateService.v1_17_0.UpdateService";

    /** Copies the lists. */
    public UpdateService {
        supportedUpdateImageFormats =
                supportedUpdateImageFormats == null ? null : List.copyOf(supportedUpdateImageFormats);
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable Boolean serviceEnabled;
        private @Nullable Status status;
        private @Nullable Link firmwareInventory;
        private @Nullable Link softwareInventory;
        private @Nullable Link localImageStore;
        private @Nullable Long localImageStoreAvailableCapacityBytes;
        private @Nullable Long localImageStoreTotalCapacityBytes;
        private @Nullable String multipartHttpPushUri;
        private @Nullable String httpPushUri;
        private @Nullable Long maxImageSizeBytes;
        private @Nullable List<String> supportedUpdateImageFormats;
        private @Nullable Boolean verifyRemoteServerCertificate;
        private @Nullable Link remoteServerCertificates;
        private @Nullable Link clientCertificates;
        private @Nullable Link updateServiceCapabilities;
        private @Nullable Oem<UpdateServiceExtension> oem;

        private Builder() {}

        public Builder serviceEnabled(@Nullable Boolean value) {
            serviceEnabled = value;
            return this;
        }

        public Builder status(@Nullable Status value) {
            status = value;
            return this;
        }

        public Builder firmwareInventory(@Nullable Link value) {
            firmwareInventory = value;
            return this;
        }

        public Builder softwareInventory(@Nullable Link value) {
            softwareInventory = value;
            return this;
        }

        public Builder localImageStore(@Nullable Link value) {
            localImageStore = value;
            return this;
        }

        public Builder localImageStoreAvailableCapacityBytes(@Nullable Long value) {
            localImageStoreAvailableCapacityBytes = value;
            return this;
        }

        public Builder localImageStoreTotalCapacityBytes(@Nullable Long value) {
            localImageStoreTotalCapacityBytes = value;
            return this;
        }

        public Builder multipartHttpPushUri(@Nullable String value) {
            multipartHttpPushUri = value;
            return this;
        }

        public Builder httpPushUri(@Nullable String value) {
            httpPushUri = value;
            return this;
        }

        public Builder maxImageSizeBytes(@Nullable Long value) {
            maxImageSizeBytes = value;
            return this;
        }

        public Builder supportedUpdateImageFormats(@Nullable List<String> value) {
            supportedUpdateImageFormats = value;
            return this;
        }

        public Builder verifyRemoteServerCertificate(@Nullable Boolean value) {
            verifyRemoteServerCertificate = value;
            return this;
        }

        public Builder remoteServerCertificates(@Nullable Link value) {
            remoteServerCertificates = value;
            return this;
        }

        public Builder clientCertificates(@Nullable Link value) {
            clientCertificates = value;
            return this;
        }

        public Builder updateServiceCapabilities(@Nullable Link value) {
            updateServiceCapabilities = value;
            return this;
        }

        public Builder oem(@Nullable Oem<UpdateServiceExtension> value) {
            oem = value;
            return this;
        }

        public UpdateService build() {
            return new UpdateService(
                    serviceEnabled,
                    status,
                    firmwareInventory,
                    softwareInventory,
                    localImageStore,
                    localImageStoreAvailableCapacityBytes,
                    localImageStoreTotalCapacityBytes,
                    multipartHttpPushUri,
                    httpPushUri,
                    maxImageSizeBytes,
                    supportedUpdateImageFormats,
                    verifyRemoteServerCertificate,
                    remoteServerCertificates,
                    clientCertificates,
                    updateServiceCapabilities,
                    oem);
        }
    }
}
