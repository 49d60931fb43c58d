package org.firmwarerecovery.service.cli.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.firmwarerecovery.update.io.container.Containers;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.Profile;
import org.firmwarerecovery.update.io.container.known.KnownContainers;
import org.firmwarerecovery.update.io.container.openbmc.SystemKeys;
import org.firmwarerecovery.update.io.store.BundleDetection;
import org.firmwarerecovery.update.io.trust.ManifestVerifier;
import org.firmwarerecovery.update.io.trust.VendorSignatures;
import org.jspecify.annotations.Nullable;

/**
 * {@code image inspect}: what a file is, and whether it may be used. A signature and a manifest are known by their names, our
 * bundle and every container by its first bytes; what is none of them is raw, unless its name claims a format.
 */
public final class FileInspection {
    private static final String SIGNATURE_ENDING = ".p7s";
    private static final String MANIFEST_ENDING = ".manifest.json";

    private final Profile profile;
    private final Containers containers;
    private final SignedFiles signed;

    /**
     * An inspection.
     *
     * @param profile how strict containers are judged
     * @param trust root certificates and vendors' keys as {@link TrustFolder} finds them, {@code null} to trust nobody
     */
    public FileInspection(Profile profile, @Nullable Path trust) throws IOException {
        this.profile = profile;
        List<X509Certificate> roots = trust == null ? List.of() : TrustFolder.roots(trust);
        VendorSignatures vendors =
                roots.isEmpty() ? VendorSignatures.withoutRoots() : VendorSignatures.of(roots, TrustFolder.clock());
        SystemKeys keys = trust == null ? SystemKeys.NONE : TrustFolder.systemKeys(trust);
        this.containers = KnownContainers.all(vendors, keys);
        this.signed = new SignedFiles(
                roots.isEmpty() ? null : new ManifestVerifier(roots, 1, TrustFolder.clock(), List.of()));
    }

    /**
     * Inspects a file.
     *
     * @param manifest the manifest it belongs to, where it does not stand beside it
     * @param image the image that a manifest or signature belongs to, where it does not stand beside it
     */
    public Report inspect(Path file, @Nullable Path manifest, @Nullable Path image) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(SIGNATURE_ENDING)) {
            Path of = manifest == null ? without(file, SIGNATURE_ENDING) : manifest;
            return signed.signature(file, of, image == null ? imageOf(of) : image);
        }
        if (name.endsWith(MANIFEST_ENDING)) {
            return signed.manifest(file, present(with(file, SIGNATURE_ENDING)), image == null ? imageOf(file) : image);
        }
        try (FileChannel open = FileChannel.open(file)) {
            ImageBytes bytes = ImageBytes.of(open);
            byte[] head = bytes.read(0, (int) Math.min(BundleDetection.HEAD_BYTES, bytes.size()));
            if (BundleDetection.isBundle(head)) {
                return signed.bundle(open, this::container);
            }
            Report content = container(bytes, name);
            Path beside = manifest == null ? present(with(file, MANIFEST_ENDING)) : manifest;
            return beside == null || !content.isGood()
                    ? content
                    : signed.image(content, file, beside, present(with(beside, SIGNATURE_ENDING)));
        }
    }

    private Report container(ImageBytes image, String name) throws IOException {
        return Report.of(containers.inspect(image, name, profile));
    }

    private static @Nullable Path imageOf(Path manifest) {
        return manifest.toString().endsWith(MANIFEST_ENDING) ? present(without(manifest, MANIFEST_ENDING)) : null;
    }

    private static Path with(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static Path without(Path file, String ending) {
        String name = String.valueOf(file.getFileName());
        return file.resolveSibling(name.substring(0, name.length() - ending.length()));
    }

    private static @Nullable Path present(Path file) {
        return Files.isRegularFile(file) ? file : null;
    }
}
