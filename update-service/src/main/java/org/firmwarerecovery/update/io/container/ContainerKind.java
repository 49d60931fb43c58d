package org.firmwarerecovery.update.io.container;

/** A format in which firmware is shipped. */
public enum ContainerKind {
    /** Our own: manifest, signature and image in one tar file. */
    BUNDLE("bundle"),
    /** Firmware update package of DSP0267 1.0 to 1.3. */
    PLDM("pldm"),
    /** Tarball of OpenBMC with MANIFEST and a signature beside each part. */
    OPENBMC_TAR("openbmc-tar"),
    /** UEFI capsule for the Firmware Management Protocol. */
    UEFI_CAPSULE("uefi-capsule"),
    /** Upgrade image of PICMG HPM.1. */
    HPM1("hpm1"),
    /** Cabinet file of fwupd. */
    FWUPD_CAB("fwupd-cab"),
    /** None of them: bytes for a bank. */
    RAW("raw");

    private final String text;

    ContainerKind(String text) {
        this.text = text;
    }

    /** Its name in manifests and in {@code image inspect}. */
    public String text() {
        return text;
    }
}
