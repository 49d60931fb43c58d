package org.firmwarerecovery.update.io.container.known;

import java.util.List;
import org.firmwarerecovery.update.io.container.ContainerParser;
import org.firmwarerecovery.update.io.container.Containers;
import org.firmwarerecovery.update.io.container.cab.CabParser;
import org.firmwarerecovery.update.io.container.capsule.CapsuleParser;
import org.firmwarerecovery.update.io.container.hpm.HpmParser;
import org.firmwarerecovery.update.io.container.openbmc.OpenBmcTarball;
import org.firmwarerecovery.update.io.container.openbmc.SystemKeys;
import org.firmwarerecovery.update.io.container.pldm.PldmPackageParser;
import org.firmwarerecovery.update.io.trust.VendorSignatures;

/**
 * All formats that this program reads, in the order in which they are tried. A parser that stands here is fed with damaged and
 * hostile files in every build, and judges what is installed.
 */
public final class KnownContainers {
    private KnownContainers() {}

    /** Every parser, none of them knowing any vendor's key. */
    public static List<ContainerParser> parsers() {
        return parsers(VendorSignatures.withoutRoots(), SystemKeys.NONE);
    }

    /** What reads all of them. */
    public static Containers all() {
        return new Containers(parsers());
    }

    /** What reads all of them, holding the signers inside UEFI capsules against the roots of {@code signatures}. */
    public static Containers all(VendorSignatures signatures) {
        return all(signatures, SystemKeys.NONE);
    }

    /** The same, and the signatures inside tarballs of OpenBMC against {@code keys}. */
    public static Containers all(VendorSignatures signatures, SystemKeys keys) {
        return new Containers(parsers(signatures, keys));
    }

    /** One line for each format. */
    private static List<ContainerParser> parsers(VendorSignatures signatures, SystemKeys keys) {
        return List.of(
                new PldmPackageParser(), //
                new OpenBmcTarball(keys),
                new CapsuleParser(signatures), //
                new HpmParser(), //
                new CabParser());
    }
}
