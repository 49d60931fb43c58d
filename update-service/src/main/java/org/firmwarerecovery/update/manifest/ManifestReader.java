package org.firmwarerecovery.update.manifest;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.manifest.Manifest.Compatible;
import org.firmwarerecovery.update.manifest.Manifest.Descriptor;
import org.firmwarerecovery.update.manifest.Manifest.Image;
import org.firmwarerecovery.update.manifest.Manifest.Payload;

/** Turns the JSON tree of a manifest into a {@link Manifest} and enforces the rules for its content. */
final class ManifestReader {
    /** Most entries of {@code compatible}. */
    static final int COMPATIBLE_MAX = 64;
    /** Most entries of {@code compatible[].descriptors}. */
    static final int DESCRIPTORS_MAX = 32;
    /** Most entries of {@code payloads}. */
    static final int PAYLOADS_MAX = 64;
    /** Most entries of {@code critical}. */
    static final int CRITICAL_MAX = 32;

    /** The layout of the published test manifests, written before this one got its name; otherwise the same. */
    private static final String SCHEMA_OF_EXAMPLES = "example firmware manifest, layout not final";

    private static final List<String> KNOWN_MEMBERS = List.of(
            "schema",
            "manifestId",
            "created",
            "softwareId",
            "manufacturer",
            "compatible",
            "version",
            "versionScheme",
            "comparisonStamp",
            "securityVersion",
            "lowestSupportedVersion",
            "container",
            "image",
            "payloads",
            "critical");

    private static final List<String> DIGEST_ALGORITHMS = List.of(Digest.SHA_256, Digest.SHA_384);
    private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
    private static final long UNSIGNED_32_MAX = 0xFFFF_FFFFL;
    private static final int UNSIGNED_16_MAX = 0xFFFF;

    private ManifestReader() {}

    static Manifest read(JsonMember root) throws RuleBrokenException {
        String schema = root.text("schema");
        if (!schema.equals(Manifest.SCHEMA) && !schema.equals(SCHEMA_OF_EXAMPLES)) {
            throw root.broken("schema", "must be " + Manifest.SCHEMA);
        }
        for (String member : root.texts("critical", CRITICAL_MAX)) {
            if (!KNOWN_MEMBERS.contains(member)) {
                throw root.broken("critical", "names a member that is not understood here: " + member);
            }
        }
        Image image = image(root.object("image"));
        String scheme = root.textOrNull("versionScheme");
        return new Manifest(
                schema,
                root.text("manifestId"),
                created(root),
                root.text("softwareId"),
                root.textOrNull("manufacturer"),
                compatible(root),
                root.text("version"),
                scheme == null ? "opaque" : scheme,
                root.numberOrNull("comparisonStamp", 0, UNSIGNED_32_MAX),
                root.number("securityVersion", 0, JsonMember.NUMBER_MAX),
                root.textOrNull("lowestSupportedVersion"),
                root.text("container"),
                image,
                payloads(root, image));
    }

    private static Instant created(JsonMember root) throws RuleBrokenException {
        try {
            return Instant.parse(root.text("created"));
        } catch (DateTimeException notATime) {
            throw root.broken("created", "must be a time such as 2026-03-01T12:00:00Z");
        }
    }

    private static List<Compatible> compatible(JsonMember root) throws RuleBrokenException {
        List<Compatible> entries = new ArrayList<>();
        for (JsonMember entry : root.objects("compatible", COMPATIBLE_MAX)) {
            List<Descriptor> descriptors = new ArrayList<>();
            for (JsonMember descriptor : entry.objects("descriptors", DESCRIPTORS_MAX)) {
                String data = descriptor.text("data");
                if (!HEX.matcher(data).matches()) {
                    throw descriptor.broken("data", "must be lower-case hexadecimal");
                }
                descriptors.add(new Descriptor((int) descriptor.number("type", 0, UNSIGNED_16_MAX), data));
            }
            entries.add(new Compatible(
                    entry.text("softwareId"),
                    entry.textOrNull("machine"),
                    entry.numberOrNull("vendorIana", 0, UNSIGNED_32_MAX),
                    descriptors));
        }
        if (entries.isEmpty()) {
            throw root.broken("compatible", "must name at least one softwareId");
        }
        return entries;
    }

    private static Image image(JsonMember image) throws RuleBrokenException {
        long size = image.number("size", 1, ChunkList.SIZE_MAX);
        long chunkSize = image.number("chunkSize", 0, Integer.MAX_VALUE + 1L);
        if (!ChunkList.isChunkSize(chunkSize)) {
            throw image.broken("chunkSize", "must be a power of two from 65536 to 4194304");
        }
        if (!image.text("chunkDigestAlgorithm").equals(Digest.SHA_256)) {
            throw image.broken("chunkDigestAlgorithm", "must be sha-256");
        }
        return new Image(digests(image), chunks(image, size, (int) chunkSize));
    }

    private static List<Digest> digests(JsonMember owner) throws RuleBrokenException {
        JsonMember values = owner.object("digest");
        List<Digest> digests = new ArrayList<>();
        for (String algorithm : DIGEST_ALGORITHMS) {
            if (values.has(algorithm)) {
                digests.add(digest(algorithm, values.text(algorithm), values.pathOf(algorithm)));
            }
        }
        if (digests.isEmpty()) {
            throw owner.broken("digest", "must hold a sha-256 or a sha-384 value");
        }
        return digests;
    }

    private static Digest digest(String algorithm, String hex, String at) throws RuleBrokenException {
        try {
            return new Digest(algorithm, hex);
        } catch (IllegalArgumentException malformed) {
            throw new RuleBrokenException(at, "must be a " + algorithm + " value in lower-case hexadecimal");
        }
    }

    private static ChunkList chunks(JsonMember owner, long size, int chunkSize) throws RuleBrokenException {
        List<Digest> chunks = new ArrayList<>();
        for (String hex : owner.texts("chunks", ChunkList.CHUNKS_MAX)) {
            chunks.add(digest(Digest.SHA_256, hex, owner.pathOf("chunks") + "[" + chunks.size() + "]"));
        }
        long wanted = ChunkList.count(size, chunkSize);
        if (chunks.size() != wanted) {
            throw owner.broken(
                    "chunks",
                    "must hold " + wanted + " digests for " + size + " bytes in chunks of " + chunkSize + ", holds "
                            + chunks.size());
        }
        return new ChunkList(size, chunkSize, chunks);
    }

    private static List<Payload> payloads(JsonMember root, Image image) throws RuleBrokenException {
        List<Payload> payloads = new ArrayList<>();
        for (JsonMember entry : root.objects("payloads", PAYLOADS_MAX)) {
            long size = entry.number("size", 1, image.size());
            Payload payload = new Payload(
                    entry.text("component"),
                    entry.number("packageOffset", 0, image.size() - size),
                    entry.number("bankOffset", 0, ChunkList.SIZE_MAX),
                    digests(entry).get(0),
                    chunks(entry, size, image.chunks().chunkSize()));
            for (Payload earlier : payloads) {
                if (earlier.component().equals(payload.component())) {
                    throw entry.broken("component", "must not be listed twice: " + payload.component());
                }
            }
            payloads.add(payload);
        }
        if (root.has("payloads") && payloads.isEmpty()) {
            throw root.broken("payloads", "must not be empty where present");
        }
        List<Payload> byOffset = new ArrayList<>(payloads);
        byOffset.sort(Comparator.comparingLong(Payload::packageOffset));
        for (int i = 1; i < byOffset.size(); i++) {
            Payload before = byOffset.get(i - 1);
            if (before.packageOffset() + before.size() > byOffset.get(i).packageOffset()) {
                throw root.broken("payloads", "must not overlap inside the image");
            }
        }
        return payloads;
    }
}
