package org.firmwarerecovery.service.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.firmwarerecovery.service.cli.image.Contents;
import picocli.CommandLine.Option;

/** Options of {@code manifest create} for what lies inside a container. */
final class ContentOptions {
    @Option(
            names = "--component-of",
            paramLabel = "N=SOFTWAREID",
            description =
                    "Whose part N of a container is, counted from 0; may be repeated. Not needed for a single part.")
    private Map<Integer, String> owners = new TreeMap<>();

    @Option(names = "--raw", description = "Takes the file as bytes for a bank, also where it is a container.")
    private boolean raw;

    /** True where parts are named although there are none. */
    boolean contradict() {
        return raw && !owners.isEmpty();
    }

    /** True where some component is given two parts, or none is the one that the manifest is named after. */
    boolean missOrRepeat(String softwareId) {
        return !owners.isEmpty()
                && (!owners.containsValue(softwareId)
                        || owners.values().stream().distinct().count() < owners.size());
    }

    /** What of {@code image} goes where. */
    Contents of(Path image, String softwareId) throws IOException {
        return raw ? Contents.RAW : Contents.of(image, softwareId, new TreeMap<>(owners));
    }
}
