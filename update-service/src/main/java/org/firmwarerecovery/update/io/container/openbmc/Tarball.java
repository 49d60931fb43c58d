package org.firmwarerecovery.update.io.container.openbmc;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.update.io.container.ImageBytes;

/**
 * The content of a tarball that could be read: nothing of it is believed yet.
 *
 * @param members by name, in their order
 * @param manifest what MANIFEST says
 * @param compressed true where the archive lies inside gzip, so that its members are no ranges of the file
 */
record Tarball(Map<String, Member> members, OpenBmcManifest manifest, boolean compressed) {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String NAMING_ALGORITHM = HashType.RSA_SHA256.algorithm();

    /**
     * Reads a tarball, twice where its signatures use another digest than SHA-256: which one, MANIFEST says, and that often
     * comes after the images.
     *
     * @throws TarballRefusedException where it is none that may be used
     * @throws IOException of the medium
     */
    static Tarball read(ImageBytes image) throws IOException {
        Tarball first = read(image, List.of(NAMING_ALGORITHM));
        Optional<HashType> hash = first.manifest.hashType();
        if (hash.isEmpty() || hash.get() == HashType.RSA_SHA256) {
            return first;
        }
        return read(image, List.of(NAMING_ALGORITHM, hash.get().algorithm()));
    }

    private static Tarball read(ImageBytes image, List<String> algorithms) throws IOException {
        byte[] head = image.read(0, (int) Math.min(BUFFER_BYTES, image.size()));
        boolean compressed = GunzipStream.recognises(head);
        try (InputStream stream =
                compressed ? new GunzipStream(image, TarWalk.ARCHIVE_BYTES_MAX) : image.stream(0, image.size())) {
            Map<String, Member> members = TarWalk.through(new BufferedInputStream(stream, BUFFER_BYTES), algorithms);
            Member manifest = members.get(MemberNames.MANIFEST);
            return new Tarball(
                    members,
                    manifest == null
                            ? new OpenBmcManifest(Map.of())
                            : OpenBmcManifest.read(manifest.content().array()),
                    compressed);
        }
    }

    /** An entry that this MANIFEST does not make room for. */
    Optional<String> unexpected() {
        for (String name : members.keySet()) {
            String folder = MemberNames.folder(name);
            boolean allowed =
                    folder.isEmpty() ? MemberNames.isKnown(name) || manifest.hasOwnName() : manifest.announces(folder);
            if (!allowed) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** The first rule of layout and MANIFEST that it breaks, in words. */
    Optional<String> brokenRule() {
        if (!members.containsKey(MemberNames.MANIFEST)) {
            return Optional.of("it holds no MANIFEST");
        }
        List<String> images = SignatureOrder.images(members, manifest);
        if (images.isEmpty()) {
            return Optional.of("it holds no image");
        }
        for (String image : images) {
            Member member = members.get(image);
            if (member == null || member.size() == 0) {
                return Optional.of(image + " is missing or empty");
            }
        }
        if (images.contains(MemberNames.WHOLE) && images.contains(MemberNames.PARTS.get(0))) {
            return Optional.of("it holds the whole flash and its parts");
        }
        for (String name : members.keySet()) {
            boolean orphan = MemberNames.isSignature(name)
                    && MemberNames.folder(name).isEmpty()
                    && !name.equals(MemberNames.FULL_SIGNATURE)
                    && !members.containsKey(MemberNames.signed(name));
            if (orphan) {
                return Optional.of(name + " signs a file that is not inside");
            }
        }
        return manifest.brokenRule();
    }

    /** As {@code image inspect} shows it. */
    Map<String, Object> parse(SignatureOrder.Outcome signatures) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Member member : members.values()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", member.name());
            entry.put("size", member.size());
            entry.put("type", "0");
            entry.put("sha256", String.valueOf(member.digests().get(NAMING_ALGORITHM)));
            entries.add(entry);
        }
        Map<String, Object> parse = new LinkedHashMap<>();
        parse.put("members", entries);
        parse.put("manifest", manifest.values());
        parse.put("signatures", signatures.step());
        return parse;
    }
}
