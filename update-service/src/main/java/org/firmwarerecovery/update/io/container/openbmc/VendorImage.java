package org.firmwarerecovery.update.io.container.openbmc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.file.Bytes;
import org.firmwarerecovery.update.manifest.ChunkList;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.manifest.Rejection;

/**
 * Takes a tarball without a manifest of ours: checks all of it against the keys of vendors, and gives the manifest that
 * follows from it with the {@link VendorProof}. Reads the file up to four times and holds one chunk. Blocks; any thread.
 */
public final class VendorImage {
    private VendorImage() {}

    /** What became of a tarball. */
    public sealed interface Made {
        /**
         * A vendor vouches for it.
         *
         * @param manifest text of the manifest
         * @param proof what stands in the place of its signature
         */
        record Vouched(Bytes manifest, Bytes proof) implements Made {}

        /** It is not accepted. */
        record Refused(Rejection rejection) implements Made {}
    }

    /** True where a file that begins with these bytes is inside gzip, so that {@link #inflate} comes first. */
    public static boolean isCompressed(byte[] head) {
        return GunzipStream.recognises(head);
    }

    /**
     * Writes the archive inside a gzip file: parts are ranges of a package, and inside gzip nothing is one.
     *
     * @param bytesMax most bytes that may come out
     * @return empty, or why it is refused
     * @throws IOException of the medium
     */
    public static Optional<Rejection> inflate(ImageBytes image, OutputStream target, long bytesMax) throws IOException {
        try (InputStream stream = new GunzipStream(image, bytesMax)) {
            stream.transferTo(target);
            return Optional.empty();
        } catch (TarballRefusedException e) {
            return Optional.of(invalid(String.valueOf(e.getMessage())));
        }
    }

    /** Judges a tarball that is not inside gzip. */
    public static Made make(ImageBytes image, SystemKeys keys) throws IOException {
        Tarball tarball;
        try {
            tarball = Tarball.read(image);
        } catch (TarballRefusedException e) {
            return new Made.Refused(invalid(String.valueOf(e.getMessage())));
        }
        VendorProof.Checked checked = VendorProof.check(tarball, keys);
        if (tarball.compressed() || checked.trusted().isEmpty()) {
            return new Made.Refused(invalid(checked.reason()));
        }
        byte[] proof = VendorProof.of(tarball.members());
        if (proof.length > VendorProof.BYTES_MAX) {
            return new Made.Refused(
                    invalid("MANIFEST, key and signatures have more than " + VendorProof.BYTES_MAX + " bytes"));
        }
        Member part = tarball.members()
                .get(SignatureOrder.images(tarball.members(), tarball.manifest())
                        .get(0));
        if (part == null) {
            throw new IllegalStateException("a checked tarball has no image");
        }
        Hashed whole = hash(image, 0, image.size());
        Hashed payload = hash(image, part.offset(), part.size());
        String signed = part.digests().get(HashType.RSA_SHA256.algorithm());
        if (!payload.digest.hex().equals(signed)) {
            throw new IOException("the file changed while it was read");
        }
        return new Made.Vouched(
                Bytes.of(ManifestCodec.write(VendorManifest.of(
                        tarball.manifest(),
                        whole.digest,
                        whole.chunks,
                        part.offset(),
                        payload.digest,
                        payload.chunks))),
                Bytes.of(proof));
    }

    private record Hashed(Digest digest, ChunkList chunks) {}

    private static Hashed hash(ImageBytes image, long offset, long size) throws IOException {
        MessageDigest whole = sha256();
        MessageDigest one = sha256();
        List<Digest> chunks = new ArrayList<>();
        byte[] buffer = new byte[(int) Math.min(size, VendorManifest.CHUNK_BYTES)];
        for (long at = 0; at < size; at += buffer.length) {
            int count = (int) Math.min(buffer.length, size - at);
            image.read(offset + at, buffer, 0, count);
            whole.update(buffer, 0, count);
            one.update(buffer, 0, count);
            chunks.add(Digest.sha256(HexFormat.of().formatHex(one.digest())));
        }
        return new Hashed(
                Digest.sha256(HexFormat.of().formatHex(whole.digest())),
                new ChunkList(size, VendorManifest.CHUNK_BYTES, chunks));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Rejection invalid(String reason) {
        return new Rejection.ContainerInvalid("openbmc-tar", reason);
    }
}
