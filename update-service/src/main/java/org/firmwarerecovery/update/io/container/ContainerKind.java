package org.firmwarerecovery.update.io.container;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A format in which firmware is shipped. */
public enum ContainerKind {
    /** Our own: manifest, signature and image in one tar file. */
    BUNDLE("bundle", ".bundle"),
    /** Firmware update package of DSP0267 1.0 to 1.3. */
    PLDM("pldm", ".pldm", ".fwpkg"),
    /** Tarball of OpenBMC with MANIFEST and a signature beside each part. */
    OPENBMC_TAR("openbmc-tar", ".tar", ".tar.gz"),
    /** UEFI capsule for the Firmware Management Protocol. */
    UEFI_CAPSULE("uefi-capsule", ".cap"),
    /** Upgrade image of PICMG HPM.1. */
    HPM1("hpm1", ".hpm"),
    /** Cabinet file of fwupd. */
    FWUPD_CAB("fwupd-cab", ".cab"),
    /** None of them: bytes for a bank. */
    RAW("raw");

    private final String text;
    private final List<String> endings;

    ContainerKind(String text, String... endings) {
        this.text = text;
        this.endings = List.of(endings);
    }

    /** The format that the ending of a file's name claims, if it claims one. */
    public static Optional<ContainerKind> ofName(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(kind -> kind.endings.stream().anyMatch(lower::endsWith))
                .findFirst();
    }

    /** Its name in manifests and in {@code image inspect}. */
    public String text() {
        return text;
    }
}
