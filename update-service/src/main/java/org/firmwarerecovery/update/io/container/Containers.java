package org.firmwarerecovery.update.io.container;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All formats that this program knows, tried in one order. What none of them recognises is {@link ContainerKind#RAW}. */
public final class Containers {
    /** First bytes that a parser sees to recognise a file: a header of tar and the extension before it. */
    public static final int HEAD_BYTES = 4096;

    private final List<ContainerParser> parsers;

    /** Knows these formats; the first one that recognises a file reads it. */
    public Containers(List<ContainerParser> parsers) {
        this.parsers = List.copyOf(parsers);
    }

    /** Finds the format of a file by its first bytes and reads it. */
    public Inspection inspect(ImageBytes image, Profile profile) throws IOException {
        return inspectAs(recognise(image).orElse(ContainerKind.RAW), image, profile);
    }

    /**
     * Finds the format of a file by its first bytes and, where no format begins so, by the ending of its name: what is called
     * a cabinet and does not begin like one is a damaged cabinet, not firmware in the raw.
     */
    public Inspection inspect(ImageBytes image, String fileName, Profile profile) throws IOException {
        ContainerKind kind =
                recognise(image).or(() -> ContainerKind.ofName(fileName)).orElse(ContainerKind.RAW);
        return inspectAs(kind, image, profile);
    }

    private Optional<ContainerKind> recognise(ImageBytes image) throws IOException {
        byte[] head = image.read(0, (int) Math.min(HEAD_BYTES, image.size()));
        return parsers.stream()
                .filter(parser -> parser.recognises(head))
                .map(ContainerParser::kind)
                .findFirst();
    }

    /** Reads a file as the format that a manifest or an operator names; a file that does not begin like one is refused. */
    public Inspection inspectAs(ContainerKind kind, ImageBytes image, Profile profile) throws IOException {
        for (ContainerParser parser : parsers) {
            if (parser.kind() == kind) {
                return parser.inspect(image, profile);
            }
        }
        return Inspection.recognised(kind, Map.of());
    }
}
