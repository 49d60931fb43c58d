package org.firmwarerecovery.service.cli.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.firmwarerecovery.update.io.container.ContainerKind;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Inspection;
import org.firmwarerecovery.update.io.container.Part;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.known.KnownContainers;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Manifest.Payload;

/**
 * What of an image goes to which bank.
 *
 * @param container format of the image, as manifests name it
 * @param owners the parts that are payloads, with the SoftwareId of their components; none where the image is raw
 */
public record Contents(String container, List<Owned> owners) {
    /** The image goes to its bank as it is. */
    public static final Contents RAW = new Contents(Manifest.CONTAINER_RAW, List.of());

    /** Most parts that a message lists. */
    private static final int LISTED_MAX = 16;

    /** Copies the list. */
    public Contents {
        owners = List.copyOf(owners);
    }

    /**
     * A part and whose it is.
     *
     * @param softwareId of the component
     */
    public record Owned(Part part, String softwareId) {}

    /**
     * Looks into an image.
     *
     * @param softwareId whose the only part of a container is
     * @param owners SoftwareIds by number of the part, from 0; has to be empty for what is no container
     * @throws IOException where the image can not be read, or is a container that no node would take
     */
    public static Contents of(Path image, String softwareId, SortedMap<Integer, String> owners) throws IOException {
        Inspection found;
        try (FileChannel file = FileChannel.open(image)) {
            found = KnownContainers.all().inspect(ImageBytes.of(file), Profile.LENIENT);
        }
        if (found.kind() == ContainerKind.RAW) {
            if (owners.isEmpty()) {
                return RAW;
            }
            throw new IOException(image + ": it is no container, so it has no part " + owners.firstKey());
        }
        String kind = found.kind().text();
        if (!found.verdict().accepts() || found.parts().isEmpty()) {
            String why =
                    found.reason().isEmpty() ? "nothing in it can be written to a bank as it lies" : found.reason();
            throw new IOException(image + ": as " + kind + " no node takes it: " + why
                    + " (--raw describes the file as bytes for a bank)");
        }
        SortedMap<Integer, String> chosen = owners;
        if (owners.isEmpty() && found.parts().size() == 1) {
            chosen = new TreeMap<>();
            chosen.put(0, softwareId);
        }
        if (chosen.isEmpty()
                || chosen.firstKey() < 0
                || chosen.lastKey() >= found.parts().size()) {
            throw new IOException(image + ": say with --component-of N=SOFTWAREID whose its parts are: " + list(found));
        }
        List<Owned> owned = new ArrayList<>();
        chosen.forEach((index, owner) -> owned.add(new Owned(found.parts().get(index), owner)));
        return new Contents(kind, owned);
    }

    private static String list(Inspection found) {
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < Math.min(LISTED_MAX, found.parts().size()); index++) {
            Part part = found.parts().get(index);
            String version = part.version() == null ? "" : ", version " + part.version();
            lines.add(index + " is " + part.name() + ", " + part.size() + " bytes" + version);
        }
        return String.join("; ", lines) + (found.parts().size() > LISTED_MAX ? "; ..." : "");
    }

    /** SoftwareIds of all that is written somewhere; {@code otherwise} where the image is raw. */
    List<String> softwareIds(String otherwise) {
        return owners.isEmpty()
                ? List.of(otherwise)
                : owners.stream().map(Owned::softwareId).distinct().collect(Collectors.toList());
    }

    /** The payloads of a manifest. */
    List<Payload> payloads(Path image, int chunkSize) throws IOException {
        List<Payload> payloads = new ArrayList<>();
        try (FileChannel file = FileChannel.open(image)) {
            ImageBytes bytes = ImageBytes.of(file);
            for (Owned owned : owners) {
                Part part = owned.part();
                ImageHashes hashes = ImageHashes.of(bytes.stream(part.offset(), part.size()), chunkSize);
                payloads.add(new Payload(
                        owned.softwareId(),
                        part.offset(),
                        0,
                        hashes.sha256(),
                        new ChunkList(part.size(), chunkSize, hashes.chunks())));
            }
        }
        return payloads;
    }
}
