package org.firmwarerecovery.update.version;

/**
 * The rule by which a vendor counts versions: VersionScheme of the Redfish SoftwareInventory schema 1.9, and those that
 * the standard only knows as {@code OEM}. It is always declared, never guessed.
 */
public enum VersionScheme {
    /** Semantic Versioning 2.0.0. */
    SEM_VER("SemVer"),
    /** Numbers separated by dots, as the Redfish schema defines it. */
    DOT_INTEGER("DotIntegerNotation"),
    /** OpenBMC: {@code v?base[-pre]-N-gHASH[-dirty]}. */
    GIT_DESCRIBE("git-describe"),
    /** A dotted number with an optional US date: {@code 1.40 May 23 2023}, {@code iLO 5 v2.72}. */
    DATED("dated"),
    /** Build id and version: {@code TEE142L-2.61}. */
    LENOVO("lenovo"),
    /** The rules of dpkg: epoch, {@code ~}. */
    DEBIAN("debian"),
    /** No known rule: versions are equal or incomparable. */
    OPAQUE("opaque");

    private final String label;

    VersionScheme(String label) {
        this.label = label;
    }

    /** Spelling in a manifest and on the command line. */
    public String label() {
        return label;
    }

    /** Value of the Redfish property VersionScheme: {@code SemVer}, {@code DotIntegerNotation} or {@code OEM}. */
    public String redfishValue() {
        return this == SEM_VER || this == DOT_INTEGER ? label : "OEM";
    }

    /** The scheme spelled {@code label}; an unknown spelling is {@link #OPAQUE}, since no order may be guessed for it. */
    public static VersionScheme of(String label) {
        for (VersionScheme scheme : values()) {
            if (scheme.label.equals(label)) {
                return scheme;
            }
        }
        return OPAQUE;
    }
}
