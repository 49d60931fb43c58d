package org.firmwarerecovery.update.io.container.known;

import java.util.List;
import org.firmwarerecovery.update.io.container.ContainerParser;
import org.firmwarerecovery.update.io.container.Containers;
import org.firmwarerecovery.update.io.container.pldm.PldmPackageParser;

/**
 * All formats that this program reads, in the order in which they are tried. A parser that stands here is fed with damaged and
 * hostile files in every build, and judges what is installed.
 */
public final class KnownContainers {
    private KnownContainers() {}

    /** Every parser: one line for each format. */
    public static List<ContainerParser> parsers() {
        return List.of(new PldmPackageParser());
    }

    /** What reads all of them. */
    public static Containers all() {
        return new Containers(parsers());
    }
}
