package org.firmwarerecovery.update.io.container.openbmc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.update.io.container.openbmc.SystemKeys.SystemKey;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of a tarball, checked in the order of OpenBMC's {@code image_verify.cpp}: MANIFEST and publickey with a key
 * of the system; the image or all its parts with the publickey inside; optional images; at last the joined signatures against
 * {@code image-full.sig}. Stricter than there: every image inside must be signed, not only those of one layout, and weak
 * digests and the published development key do not count. Pure.
 */
final class SignatureOrder {
    private final Map<String, Member> members;
    private final OpenBmcManifest manifest;
    private final SystemKeys keys;

    private SignatureOrder(Map<String, Member> members, OpenBmcManifest manifest, SystemKeys keys) {
        this.members = members;
        this.manifest = manifest;
        this.keys = keys;
    }

    /**
     * What the signatures gave.
     *
     * @param step {@link #OK}, {@link #UNSIGNED}, or the first step that failed: {@code system:MANIFEST},
     *     {@code system:publickey}, {@code publickey}, {@code HashType}, the name of an image, {@code image-full}
     * @param reason for people, empty where nothing failed
     * @param trusted the system's key that vouches for the whole, null without one
     */
    record Outcome(String step, String reason, @Nullable SystemKey trusted) {
        static final String OK = "ok";
        static final String UNSIGNED = "unsigned";

        boolean isOk() {
            return step.equals(OK);
        }

        boolean isUnsigned() {
            return step.equals(UNSIGNED);
        }
    }

    /** Checks all signatures; without keys only whether they fit the publickey inside, which proves nothing. */
    static Outcome check(Map<String, Member> members, OpenBmcManifest manifest, SystemKeys keys) {
        return new SignatureOrder(members, manifest, keys).check();
    }

    private Outcome check() {
        if (keys.isEmpty() && members.keySet().stream().noneMatch(MemberNames::isSignature)) {
            return new Outcome(Outcome.UNSIGNED, "it carries no signatures", null);
        }
        SystemKey trusted = null;
        if (!keys.isEmpty()) {
            trusted = system(MemberNames.MANIFEST, keys.keys()).orElse(null);
            if (trusted == null) {
                return failed("system:MANIFEST", "no trusted key signed MANIFEST");
            }
            // Another trusted key may have signed the same MANIFEST.
            trusted = both().orElse(null);
            if (trusted == null) {
                return failed("system:publickey", "the trusted key that signed MANIFEST did not sign publickey");
            }
        }
        RsaKey key;
        try {
            key = RsaKey.ofPem(content(MemberNames.PUBLIC_KEY));
        } catch (IOException e) {
            return failed("publickey", "publickey " + e.getMessage());
        }
        if (trusted != null && key.isPublished()) {
            return failed("publickey", "publickey is the development key with which everybody can sign");
        }
        Optional<HashType> hash = manifest.hashType();
        return hash.isEmpty()
                ? failed("HashType", "HashType is not RSA-SHA256, RSA-SHA384 or RSA-SHA512")
                : images(key, hash.get(), trusted);
    }

    private Outcome images(RsaKey key, HashType hash, @Nullable SystemKey trusted) {
        List<String> images = images(members, manifest);
        if (images.isEmpty()) {
            return failed("image", "it holds no image");
        }
        for (String image : images) {
            Member member = members.get(image);
            if (member == null) {
                return failed(image, image + " is missing");
            }
            if (!key.verifies(hash, digest(member, hash), signature(image))) {
                return failed(image, "the signature of " + image + " is missing or wrong");
            }
        }
        boolean full = manifest.purpose().equals(OpenBmcManifest.PURPOSE_BMC)
                || members.containsKey(MemberNames.FULL_SIGNATURE);
        if (full && !key.verifies(hash, digest(joined(), hash), signature("image-full"))) {
            return failed("image-full", "image-full.sig is missing or not over the signatures in their order");
        }
        return new Outcome(Outcome.OK, "", trusted);
    }

    /** The images that have to be inside by what is inside, in the order of their verification. */
    static List<String> images(Map<String, Member> members, OpenBmcManifest manifest) {
        List<String> images = new ArrayList<>();
        boolean parts = MemberNames.PARTS.stream().anyMatch(members::containsKey);
        if (members.containsKey(MemberNames.WHOLE)) {
            images.add(MemberNames.WHOLE);
        }
        if (parts || images.isEmpty() && manifest.purpose().equals(OpenBmcManifest.PURPOSE_BMC)) {
            images.addAll(MemberNames.PARTS);
        }
        if (members.containsKey(MemberNames.HOST)) {
            images.add(MemberNames.HOST);
        }
        for (String name : members.keySet()) {
            if (!MemberNames.isProof(name) && !MemberNames.isKnown(name)) {
                images.add(name);
            }
        }
        return images;
    }

    private Optional<SystemKey> both() {
        List<SystemKey> signers = keys.keys().stream()
                .filter(key -> isSigned(MemberNames.MANIFEST, key))
                .toList();
        return system(MemberNames.PUBLIC_KEY, signers);
    }

    private Optional<SystemKey> system(String name, List<SystemKey> candidates) {
        return candidates.stream().filter(key -> isSigned(name, key)).findFirst();
    }

    private boolean isSigned(String name, SystemKey key) {
        return members.containsKey(name)
                && key.key().verifies(key.hash(), digest(content(name), key.hash()), signature(name));
    }

    private byte[] joined() {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (String name : MemberNames.JOINED) {
            joined.writeBytes(signature(name));
        }
        return joined.toByteArray();
    }

    /** Empty where the member is missing. */
    private byte[] content(String name) {
        Member member = members.get(name);
        return member == null ? new byte[0] : member.content().array();
    }

    private byte[] signature(String name) {
        return content(name + MemberNames.SIGNATURE);
    }

    private static byte[] digest(Member member, HashType hash) {
        String digest = member.digests().get(hash.algorithm());
        if (digest == null) {
            throw new IllegalStateException("no digest " + hash + " was made of " + member.name());
        }
        return HexFormat.of().parseHex(digest);
    }

    private static byte[] digest(byte[] content, HashType hash) {
        try {
            return MessageDigest.getInstance(hash.algorithm()).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-2", e);
        }
    }

    private static Outcome failed(String step, String reason) {
        return new Outcome(step, reason, null);
    }
}
