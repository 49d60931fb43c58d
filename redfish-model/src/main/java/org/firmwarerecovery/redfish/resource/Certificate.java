package org.firmwarerecovery.redfish.resource;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of this service.
 *
 * @param certificateString the certificate, or the chain, as text
 * @param certificateType {@code PEM} or {@code PEMchain}
 * @param certificateUsageTypes what it serves; {@code Web}
 * @param issuer who issued it
 * @param subject whose it is
 * @param validNotBefore begin of validity
 * @param validNotAfter end of validity
 * @param keyUsage what its key may be used for, in the words of the schema
 * @param serialNumber octets in hexadecimal digits with colons
 * @param fingerprint the same of the hash of the certificate
 * @param fingerprintHashAlgorithm {@code TPM_ALG_SHA256}
 * @param signatureAlgorithm name of the algorithm
 */
public record Certificate(
        @Nullable String certificateString,
        @Nullable String certificateType,
        @Nullable List<String> certificateUsageTypes,
        @Nullable Identifier issuer,
        @Nullable Identifier subject,
        @Nullable Instant validNotBefore,
        @Nullable Instant validNotAfter,
        @Nullable List<String> keyUsage,
        @Nullable String serialNumber,
        @Nullable String fingerprint,
        @Nullable String fingerprintHashAlgorithm,
        @Nullable String signatureAlgorithm) {
    /** The schema version that these members follow. */
    public static final String ODATA_TYPE = "#Certificate.v1_11_0.Certificate";

    /** Copies the lists. */
    public Certificate {
        certificateUsageTypes = certificateUsageTypes == null ? null : List.copyOf(certificateUsageTypes);
        keyUsage = keyUsage == null ? null : List.copyOf(keyUsage);
    }

    /**
     * A distinguished name.
     *
     * @param commonName CN
     * @param additionalCommonNames further CN
     * @param organization O
     * @param organizationalUnit OU
     * @param additionalOrganizationalUnits further OU
     * @param city L
     * @param state ST
     * @param country C
     * @param email mail address
     * @param domainComponents DC, the first one first
     * @param alternativeNames names of the extension, of a subject only
     * @param displayString all of it as text
     */
    public record Identifier(
            @Nullable String commonName,
            @Nullable List<String> additionalCommonNames,
            @Nullable String organization,
            @Nullable String organizationalUnit,
            @Nullable List<String> additionalOrganizationalUnits,
            @Nullable String city,
            @Nullable String state,
            @Nullable String country,
            @Nullable String email,
            @Nullable List<String> domainComponents,
            @Nullable List<String> alternativeNames,
            @Nullable String displayString) {
        /** Copies the lists. */
        public Identifier {
            additionalCommonNames = additionalCommonNames == null ? null : List.copyOf(additionalCommonNames);
            additionalOrganizationalUnits =
                    additionalOrganizationalUnits == null ? null : List.copyOf(additionalOrganizationalUnits);
            domainComponents = domainComponents == null ? null : List.copyOf(domainComponents);
            alternativeNames = alternativeNames == null ? null : List.copyOf(alternativeNames);
        }

        /** Starts without any member. */
        public static Builder builder() {
            return new Builder();
        }

        /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
        public static final class Builder {
            private @Nullable String commonName;
            private @Nullable List<String> additionalCommonNames;
            private @Nullable String organization;
            private @Nullable String organizationalUnit;
            private @Nullable List<String> additionalOrganizationalUnits;
            private @Nullable String city;
            private @Nullable String state;
            private @Nullable String country;
            private @Nullable String email;
            private @Nullable List<String> domainComponents;
            private @Nullable List<String> alternativeNames;
            private @Nullable String displayString;

            private Builder() {}

            public Builder commonName(@Nullable String value) {
                commonName = value;
                return this;
            }

            public Builder additionalCommonNames(@Nullable List<String> value) {
                additionalCommonNames = value;
                return this;
            }

            public Builder organization(@Nullable String value) {
                organization = value;
                return this;
            }

            public Builder organizationalUnit(@Nullable String value) {
                organizationalUnit = value;
                return this;
            }

            public Builder additionalOrganizationalUnits(@Nullable List<String> value) {
                additionalOrganizationalUnits = value;
                return this;
            }

            public Builder city(@Nullable String value) {
                city = value;
                return this;
            }

            public Builder state(@Nullable String value) {
                state = value;
                return this;
            }

            public Builder country(@Nullable String value) {
                country = value;
                return this;
            }

            public Builder email(@Nullable String value) {
                email = value;
                return this;
            }

            public Builder domainComponents(@Nullable List<String> value) {
                domainComponents = value;
                return this;
            }

            public Builder alternativeNames(@Nullable List<String> value) {
                alternativeNames = value;
                return this;
            }

            public Builder displayString(@Nullable String value) {
                displayString = value;
                return this;
            }

            public Identifier build() {
                return new Identifier(
                        commonName,
                        additionalCommonNames,
                        organization,
                        organizationalUnit,
                        additionalOrganizationalUnits,
                        city,
                        state,
                        country,
                        email,
                        domainComponents,
                        alternativeNames,
                        displayString);
            }
        }
    }

    /** Starts without any member. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets members by name; what is not set stays out of the JSON. Not thread-safe. */
    public static final class Builder {
        private @Nullable String certificateString;
        private @Nullable String certificateType;
        private @Nullable List<String> certificateUsageTypes;
        private @Nullable Identifier issuer;
        private @Nullable Identifier subject;
        private @Nullable Instant validNotBefore;
        private @Nullable Instant validNotAfter;
        private @Nullable List<String> keyUsage;
        private @Nullable String serialNumber;
        private @Nullable String fingerprint;
        private @Nullable String fingerprintHashAlgorithm;
        private @Nullable String signatureAlgorithm;

        private Builder() {}

        public Builder certificateString(@Nullable String value) {
            certificateString = value;
            return this;
        }

        public Builder certificateType(@Nullable String value) {
            certificateType = value;
            return this;
        }

        public Builder certificateUsageTypes(@Nullable List<String> value) {
            certificateUsageTypes = value;
            return this;
        }

        public Builder issuer(@Nullable Identifier value) {
            issuer = value;
            return this;
        }

        public Builder subject(@Nullable Identifier value) {
            subject = value;
            return this;
        }

        public Builder validNotBefore(@Nullable Instant value) {
            validNotBefore = value;
            return this;
        }

        public Builder validNotAfter(@Nullable Instant value) {
            validNotAfter = value;
            return this;
        }

        public Builder keyUsage(@Nullable List<String> value) {
            keyUsage = value;
            return this;
        }

        public Builder serialNumber(@Nullable String value) {
            serialNumber = value;
            return this;
        }

        public Builder fingerprint(@Nullable String value) {
            fingerprint = value;
            return this;
        }

        public Builder fingerprintHashAlgorithm(@Nullable String value) {
            fingerprintHashAlgorithm = value;
            return this;
        }

        public Builder signatureAlgorithm(@Nullable String value) {
            signatureAlgorithm = value;
            return this;
        }

        public Certificate build() {
            return new Certificate(
                    certificateString,
                    certificateType,
                    certificateUsageTypes,
                    issuer,
                    subject,
                    validNotBefore,
                    validNotAfter,
                    keyUsage,
                    serialNumber,
                    fingerprint,
                    fingerprintHashAlgorithm,
                    signatureAlgorithm);
        }
    }
}
