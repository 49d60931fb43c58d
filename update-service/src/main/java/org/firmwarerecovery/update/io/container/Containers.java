package org.firmwarerecovery.update.io.container;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** All formats that this program knows, tried in one order. What none of them recognises is {@link ContainerKind#RAW}. */
public final class Containers {
    /** First bytes that a parser sees to recognise a file: a header of tar and the extension before it. */
    public static final int HEAD_BYTES = 4096;

    private final List<ContainerParser> parsers;

    /** Knows these formats; the first one that recognises a file reads it. */
    public Containers(List<ContainerParser> parsers) {
        this.parsers = List.copyOf(parsers);
    }

    /** Finds the format of a file and reads it. */
    public Inspection inspect(ImageBytes image, Profile profile) throws IOException {
        byte[] head = image.read(0, (int) Math.min(HEAD_BYTES, image.size()));
        for (ContainerParser parser : parsers) {
            if (parser.recognises(head)) {
                return parser.inspect(image, profile);
            }
        }
        return Inspection.recognised(ContainerKind.RAW, Map.of());
    }

    /** Reads a file as the format that a manifest names. */
    public Inspection inspectAs(ContainerKind kind, ImageBytes image, Profile profile) throws IOException {
        for (ContainerParser parser : parsers) {
            if (parser.kind() == kind) {
                return parser.inspect(image, profile);
            }
        }
        return Inspection.recognised(kind, Map.of());
    }
}
