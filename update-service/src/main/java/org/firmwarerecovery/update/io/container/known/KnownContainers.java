package org.firmwarerecovery.update.io.container.known;

import java.util.List;
import org.firmwarerecovery.update.io.container.ContainerParser;
import org.firmwarerecovery.update.io.container.Containers;
import org.firmwarerecovery.update.io.container.cab.CabParser;
import org.firmwarerecovery.update.io.container.capsule.CapsuleParser;
import org.firmwarerecovery.update.io.container.hpm.HpmParser;
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
        return parsers(VendorSignatures.withoutRoots());
    }

    /** What reads all of them. */
    public static Containers all() {
        return new Containers(parsers());
    }

    /** What reads all of them, holding the signers inside UEFI capsules against the roots of {@code signatures}. */
    public static Containers all(VendorSignatures signatures) {
        return new Containers(parsers(signatures));
    }

    /** One line for each format. */
    private static List<ContainerParser> parsers(VendorSignatures signatures) {
        return List.of(
                new PldmPackageParser(), //
                new CapsuleParser(signatures), //
                new HpmParser(), //
                new CabParser());
    }
}
