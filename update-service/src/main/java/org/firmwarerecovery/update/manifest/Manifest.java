package org.firmwarerecovery.update.manifest;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.firmwarerecovery.update.component.ComponentId;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.version.VersionClaim;
import org.firmwarerecovery.update.version.VersionScheme;
import org.jspecify.annotations.Nullable;

/**
 * The content of a manifest: what an image is, for what, and the digests of all its bytes. Immutable. Holding a Manifest
 * proves nothing; a {@link SignedManifest} is one whose signature was verified.
 *
 * @param schema {@link #SCHEMA}, or an earlier layout that is still read
 * @param manifestId the issuer's name for this manifest, usually a UUID
 * @param created when it was made
 * @param softwareId the software this image is; SoftwareId of Redfish
 * @param manufacturer who made it
 * @param compatible what it may be installed on, at least one entry
 * @param version version as the vendor writes it
 * @param versionScheme declared scheme as written; {@link #scheme()} is its meaning
 * @param comparisonStamp unsigned 32-bit PLDM comparison stamp
 * @param securityVersion counter against roll-back, 0 or more
 * @param lowestSupportedVersion lowest version that may replace this one
 * @param container format of the package: {@link #CONTAINER_RAW} or the name of one that has to be parsed
 * @param image the whole package
 * @param payloads the parts that are written to banks; empty means that the image is the payload (container raw)
 */
public record Manifest(
        String schema,
        String manifestId,
        Instant created,
        String softwareId,
        @Nullable String manufacturer,
        List<Compatible> compatible,
        String version,
        String versionScheme,
        @Nullable Long comparisonStamp,
        long securityVersion,
        @Nullable String lowestSupportedVersion,
        String container,
        Image image,
        List<Payload> payloads) {
    /** Layout that this code writes. */
    public static final String SCHEMA = "firmware-recovery-manifest-1";
    /** Container of an image that goes to the bank byte for byte. */
    public static final String CONTAINER_RAW = "raw";

    /** Container of a tarball of OpenBMC; where a vendor vouches for one, nobody signed the frame around its image. */
    public static final String CONTAINER_OPENBMC = "openbmc-tar";

    /** Copies the lists. */
    public Manifest {
        compatible = List.copyOf(compatible);
        payloads = List.copyOf(payloads);
        if (compatible.isEmpty()) {
            throw new IllegalArgumentException("a manifest has to say what it is compatible with");
        }
        if (securityVersion < 0) {
            throw new IllegalArgumentException("security version is negative: " + securityVersion);
        }
    }

    /**
     * One thing that the image may be installed on.
     *
     * @param softwareId must equal the component's
     * @param machine must equal the component's where both name one
     * @param vendorIana enterprise number of the vendor
     * @param descriptors PLDM descriptors of the device, informative
     */
    public record Compatible(
            String softwareId,
            @Nullable String machine,
            @Nullable Long vendorIana,
            List<Descriptor> descriptors) {
        /** Copies the list. */
        public Compatible {
            descriptors = List.copyOf(descriptors);
        }

        /** True for a component with this software id, on this machine where both name one. */
        boolean covers(String componentSoftwareId, @Nullable String componentMachine) {
            return softwareId.equals(componentSoftwareId)
                    && (machine == null || componentMachine == null || machine.equals(componentMachine));
        }

        @Override
        public String toString() {
            return machine == null ? softwareId : softwareId + " on " + machine;
        }
    }

    /**
     * One PLDM descriptor of a device.
     *
     * @param type descriptor type, unsigned 16 bits
     * @param data value in lower-case hexadecimal
     */
    public record Descriptor(int type, String data) {}

    /**
     * The whole package.
     *
     * @param digests one or two digests, SHA-256 first where present
     * @param chunks size and chunk digests
     */
    public record Image(List<Digest> digests, ChunkList chunks) {
        /** Copies the list. */
        public Image {
            digests = List.copyOf(digests);
            if (digests.isEmpty()) {
                throw new IllegalArgumentException("an image needs a digest");
            }
        }

        /** Bytes of the package. */
        public long size() {
            return chunks.size();
        }

        /** The digest that names the image: SHA-256 where given, else SHA-384. */
        public Digest digest() {
            return digests.get(0);
        }

        /** The digest made with {@code algorithm}, if the manifest gives one. */
        public Optional<Digest> digest(String algorithm) {
            return digests.stream()
                    .filter(digest -> digest.algorithm().equals(algorithm))
                    .findFirst();
        }
    }

    /**
     * A part of the image that is written to one component's bank.
     *
     * @param component SoftwareId of the component, or its id on the node
     * @param packageOffset first byte inside the image
     * @param bankOffset first byte inside the bank
     * @param digest digest of the payload's bytes
     * @param chunks size and chunk digests, counted from the payload's first byte
     */
    public record Payload(String component, long packageOffset, long bankOffset, Digest digest, ChunkList chunks) {
        /** Bytes of the payload. */
        public long size() {
            return chunks.size();
        }
    }

    /** Meaning of {@link #versionScheme()}. */
    public VersionScheme scheme() {
        return VersionScheme.of(versionScheme);
    }

    /** What the ordering rule may look at. */
    public VersionClaim versionClaim() {
        return new VersionClaim(version, scheme(), comparisonStamp, manufacturer, softwareId);
    }

    /** True if some entry of {@link #compatible()} covers the component. */
    public boolean isCompatibleWith(String componentSoftwareId, @Nullable String machine) {
        return compatible.stream().anyMatch(entry -> entry.covers(componentSoftwareId, machine));
    }

    /**
     * What to write to the bank of a component. With container raw and no payload list this is the whole image at bank
     * offset 0, provided the image is compatible with the software id.
     */
    public Optional<Payload> payloadFor(String componentSoftwareId, ComponentId component) {
        if (!payloads.isEmpty()) {
            return payloads.stream()
                    .filter(payload -> payload.component().equals(componentSoftwareId))
                    .findFirst()
                    .or(() -> payloads.stream()
                            .filter(payload -> payload.component().equals(component.value()))
                            .findFirst());
        }
        if (!Objects.equals(container, CONTAINER_RAW) || !isCompatibleWith(componentSoftwareId, null)) {
            return Optional.empty();
        }
        return Optional.of(new Payload(componentSoftwareId, 0, 0, image.digest(), image.chunks()));
    }
}
