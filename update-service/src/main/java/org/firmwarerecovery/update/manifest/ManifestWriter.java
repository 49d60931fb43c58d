package org.firmwarerecovery.update.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.Manifest.Compatible;
import org.firmwarerecovery.update.manifest.Manifest.Descriptor;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.jspecify.annotations.Nullable;

/** Writes a manifest as indented text, members in the order of the specification. */
final class ManifestWriter {
    private ManifestWriter() {}

    static String write(Manifest manifest) {
        ObjectNode root = ManifestCodec.MAPPER.createObjectNode();
        root.put("schema", manifest.schema());
        root.put("manifestId", manifest.manifestId());
        root.put("created", manifest.created().toString());
        root.put("softwareId", manifest.softwareId());
        putText(root, "manufacturer", manifest.manufacturer());
        ArrayNode compatible = root.putArray("compatible");
        manifest.compatible().forEach(entry -> write(compatible.addObject(), entry));
        root.put("version", manifest.version());
        root.put("versionScheme", manifest.versionScheme());
        if (manifest.comparisonStamp() != null) {
            root.put("comparisonStamp", manifest.comparisonStamp());
        }
        root.put("securityVersion", manifest.securityVersion());
        putText(root, "lowestSupportedVersion", manifest.lowestSupportedVersion());
        root.put("container", manifest.container());
        ObjectNode image = root.putObject("image");
        image.put("size", manifest.image().size());
        putDigests(image, manifest.image().digests());
        image.put("chunkSize", manifest.image().chunks().chunkSize());
        image.put("chunkDigestAlgorithm", Digest.SHA_256);
        putChunks(image, manifest.image().chunks());
        if (!manifest.payloads().isEmpty()) {
            ArrayNode payloads = root.putArray("payloads");
            manifest.payloads().forEach(payload -> write(payloads.addObject(), payload));
        }
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        try {
            return ManifestCodec.MAPPER.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory could not be written", e);
        }
    }

    private static void write(ObjectNode node, Compatible entry) {
        node.put("softwareId", entry.softwareId());
        putText(node, "machine", entry.machine());
        if (entry.vendorIana() != null) {
            node.put("vendorIana", entry.vendorIana());
        }
        if (!entry.descriptors().isEmpty()) {
            ArrayNode descriptors = node.putArray("descriptors");
            for (Descriptor descriptor : entry.descriptors()) {
                descriptors.addObject().put("type", descriptor.type()).put("data", descriptor.data());
            }
        }
    }

    private static void write(ObjectNode node, Payload payload) {
        node.put("component", payload.component());
        node.put("packageOffset", payload.packageOffset());
        node.put("size", payload.size());
        node.put("bankOffset", payload.bankOffset());
        putDigests(node, List.of(payload.digest()));
        putChunks(node, payload.chunks());
    }

    private static void putText(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void putDigests(ObjectNode node, List<Digest> digests) {
        ObjectNode values = node.putObject("digest");
        digests.forEach(digest -> values.put(digest.algorithm(), digest.hex()));
    }

    private static void putChunks(ObjectNode node, ChunkList chunks) {
        ArrayNode array = node.putArray("chunks");
        chunks.digests().forEach(digest -> array.add(digest.hex()));
    }
}
