package org.firmwarerecovery.update.io.container.openbmc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.openbmc.SystemKeys.SystemKey;
import org.firmwarerecovery.update.io.file.Bytes;
import org.firmwarerecovery.update.io.tar.TarBlock;
import org.firmwarerecovery.update.io.trust.ManifestProof;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.Manifest.Payload;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.Parsed;
import org.firmwarerecovery.update.manifest.Rejection;

/**
 * Vendor-native trust (DESIGN.md section 4): stands in the place of the {@code .p7s} beside a {@link VendorManifest}, in the
 * image store, beside a bank and on the wire. It is the tarball without its image: MANIFEST, publickey and all signatures, as a
 * tar file. Since RSA signs a digest, they prove by themselves that the vendor signed an image of the payload's digest; so a
 * bank is judged at every start from what stands beside it, without the tarball.
 *
 * <p>Every member of the manifest must follow from what is proven. Only the frame stays a claim: the digest of the tarball, its
 * chunks and where the image lies in it. The store therefore compares the digest of every payload before it keeps a package,
 * and a bank the digest of what was written, which is the one the vendor signed.
 */
public final class VendorProof implements ManifestProof {
    /** Largest proof, the largest signature that the store keeps. */
    static final int BYTES_MAX = 64 * 1024;

    private static final int FILE_MODE = 0644;

    private final SystemKeys keys;

    /** Believes these keys; with none of them it recognises nothing. */
    public VendorProof(SystemKeys keys) {
        this.keys = keys;
    }

    /** The proof inside a tarball: everything but the images, and second signatures, which are not looked at. */
    static byte[] of(Map<String, Member> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            for (Member member : members.values()) {
                if (MemberNames.isProof(member.name())
                        && MemberNames.folder(member.name()).isEmpty()) {
                    byte[] content = member.content().array();
                    TarArchiveEntry entry = new TarArchiveEntry(member.name());
                    entry.setSize(content.length);
                    entry.setMode(FILE_MODE);
                    entry.setModTime(0L);
                    entry.setIds(0, 0);
                    entry.setNames("", "");
                    tar.putArchiveEntry(entry);
                    tar.write(content);
                    tar.closeArchiveEntry();
                }
            }
            tar.finish();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public boolean recognises(byte[] signature) {
        return !keys.isEmpty()
                && signature.length >= TarBlock.BYTES
                && new TarBlock(Arrays.copyOf(signature, TarBlock.BYTES)).hasMagic();
    }

    @Override
    public Judgement judge(byte[] manifest, byte[] signature) {
        try {
            return judged(manifest, signature);
        } catch (IOException e) {
            return refused("the proof of the vendor can not be used: " + e.getMessage());
        }
    }

    private Judgement judged(byte[] manifest, byte[] signature) throws IOException {
        if (signature.length > BYTES_MAX) {
            return refused("the proof of the vendor has more than " + BYTES_MAX + " bytes");
        }
        Tarball proof = Tarball.read(ImageBytes.of(signature));
        List<String> images = proof.members().keySet().stream()
                .filter(MemberNames::isSignature)
                .filter(name -> !name.equals(MemberNames.FULL_SIGNATURE))
                .map(MemberNames::signed)
                .filter(name -> !name.equals(MemberNames.MANIFEST) && !name.equals(MemberNames.PUBLIC_KEY))
                .toList();
        if (proof.compressed()
                || images.size() != 1
                || proof.members().keySet().stream().anyMatch(name -> !MemberNames.isProof(name))) {
            return refused("the proof of the vendor is not one for exactly one image");
        }
        // Only now is there anything to hold the text against; its reader takes hostile text as well.
        Parsed parsed = ManifestCodec.parse(manifest);
        if (parsed instanceof Parsed.Refused broken) {
            return new Judgement.Refused(broken.rejection());
        }
        Manifest claimed = ((Parsed.Ok) parsed).manifest();
        if (claimed.payloads().size() != 1
                || !claimed.payloads().get(0).digest().algorithm().equals(Digest.SHA_256)
                || claimed.image().digest(Digest.SHA_256).isEmpty()) {
            return refused("the manifest has not the one payload that a vendor signed");
        }
        return proven(proof, images.get(0), claimed, manifest);
    }

    private Judgement proven(Tarball proof, String image, Manifest claimed, byte[] text) {
        Payload payload = claimed.payloads().get(0);
        Map<String, Member> members = new LinkedHashMap<>(proof.members());
        members.put(
                image,
                new Member(
                        image,
                        payload.size(),
                        payload.packageOffset(),
                        Map.of(HashType.RSA_SHA256.algorithm(), payload.digest().hex()),
                        Bytes.of(new byte[0])));
        Tarball whole = new Tarball(members, proof.manifest(), false);
        Checked checked = check(whole, keys);
        if (checked.trusted().isEmpty()) {
            return refused(checked.reason());
        }
        Digest digest = claimed.image().digest(Digest.SHA_256).orElseThrow();
        Manifest expected = VendorManifest.of(
                proof.manifest(),
                digest,
                claimed.image().chunks(),
                payload.packageOffset(),
                payload.digest(),
                payload.chunks());
        // To the byte: a text that says the same in other words would be another manifest to quarantine and revocation.
        boolean derived = Arrays.equals(text, ManifestCodec.write(expected))
                && claimed.image().chunks().chunkSize() == VendorManifest.CHUNK_BYTES
                && payload.chunks().chunkSize() == VendorManifest.CHUNK_BYTES;
        if (!derived) {
            return refused("the manifest is not the one that follows from what the vendor signed");
        }
        SystemKey key = checked.trusted().get();
        return new Judgement.Proven(claimed, key.name() + " " + key.key().fingerprint());
    }

    /**
     * What became of the rules for a tarball that is taken without a manifest of ours.
     *
     * @param trusted the key that vouches for it, empty where a rule is broken
     * @param reason the broken rule in words
     */
    record Checked(Optional<SystemKey> trusted, String reason) {}

    /** Checks everything but the bytes of the image: signatures, layout, MANIFEST, and that there is one image. */
    static Checked check(Tarball tarball, SystemKeys keys) {
        Optional<String> unfit = VendorManifest.unfit(tarball.manifest());
        if (unfit.isPresent()) {
            return broken(unfit.get());
        }
        SignatureOrder.Outcome signatures = SignatureOrder.check(tarball.members(), tarball.manifest(), keys);
        SystemKey trusted = signatures.trusted();
        if (!signatures.isOk() || trusted == null) {
            return broken(signatures.isOk() ? "no key of a vendor is trusted here" : signatures.reason());
        }
        Optional<String> rule =
                tarball.unexpected().map(name -> "unexpected entry " + name).or(tarball::brokenRule);
        if (rule.isPresent()) {
            return broken(rule.get());
        }
        return SignatureOrder.images(tarball.members(), tarball.manifest()).equals(List.of(MemberNames.WHOLE))
                ? new Checked(Optional.of(trusted), "")
                : broken("it holds several parts, and where they belong in a bank only a manifest of ours can say");
    }

    private static Checked broken(String reason) {
        return new Checked(Optional.empty(), reason);
    }

    private static Judgement refused(String reason) {
        return new Judgement.Refused(new Rejection.SignatureInvalid(reason));
    }
}
