package org.firmwarerecovery.update.io.container.pldm;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The layouts of a package header: one for each version of DSP0267, named by identifier and revision together. */
enum PackageFormat {
    V1_0(1, "f018878ccb7d49439800a02f059aca02"),
    V1_1(2, "1244d2648d7d4718a030fc8a56587d5a"),
    V1_2(3, "3119ce2fe80a4a99af6d46f8b121f6bf"),
    V1_3(4, "7b291c996db64208801b02026e463c78");

    /** Bytes of the identifier, in the order in which a UUID is written. */
    static final int IDENTIFIER_BYTES = 16;

    private static final int REVISION_MAX = 4;

    private final int revision;
    private final byte[] identifier;

    PackageFormat(int revision, String identifier) {
        this.revision = revision;
        this.identifier = HexFormat.of().parseHex(identifier);
    }

    /** The layout that a header names. */
    static PackageFormat of(String identifier, int revision) throws MalformedPackageException {
        PackageFormat format = withIdentifier(identifier)
                .orElseThrow(() -> new MalformedPackageException(
                        "unknown-package-identifier",
                        "PackageHeaderIdentifier at offset 0 is "
                                + identifier
                                + ", which no version of DSP0267 up to 1.3 uses"));
        if (revision > REVISION_MAX) {
            throw new MalformedPackageException(
                    "unsupported-revision",
                    "PackageHeaderFormatRevision at offset 16 is " + revision + ", the highest that is known is "
                            + REVISION_MAX);
        }
        if (revision != format.revision) {
            throw new MalformedPackageException(
                    "identifier-revision-mismatch",
                    "PackageHeaderFormatRevision at offset 16 is " + revision
                            + ", and PackageHeaderIdentifier at offset 0 goes with " + format.revision);
        }
        return format;
    }

    /**
     * True where a file means to be a package: half of an identifier is enough, so that a mistyped or byte-swapped one is
     * called by its name.
     */
    static boolean isMeantBy(byte[] head) {
        int half = IDENTIFIER_BYTES / 2;
        return Arrays.stream(values())
                .anyMatch(format -> holds(head, format.identifier, 0) || holds(head, format.identifier, half));
    }

    private static boolean holds(byte[] head, byte[] identifier, int from) {
        int to = from + IDENTIFIER_BYTES / 2;
        return head.length >= to && Arrays.equals(head, from, to, identifier, from, to);
    }

    private static Optional<PackageFormat> withIdentifier(String identifier) {
        return Arrays.stream(values())
                .filter(format -> HexFormat.of().formatHex(format.identifier).equals(identifier))
                .findFirst();
    }

    int revision() {
        return revision;
    }

    boolean hasDownstreamDevices() {
        return this != V1_0;
    }

    boolean hasOpaqueData() {
        return this == V1_2 || this == V1_3;
    }

    boolean hasReferenceManifests() {
        return this == V1_3;
    }

    boolean hasPayloadChecksum() {
        return this == V1_3;
    }

    /** Bytes of the checksums that end the header. */
    int checksumBytes() {
        return hasPayloadChecksum() ? 8 : 4;
    }
}
