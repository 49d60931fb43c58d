package org.firmwarerecovery.service.cli.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.firmwarerecovery.service.cli.image.BundleFile;
import org.firmwarerecovery.service.cli.image.ManifestDraft;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.trust.FleetAuthority;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.version.VersionScheme;

/** The files of a demo in one temporary folder, readable by this user only; gone when the demo ends. */
final class DemoFolder {
    private static final int PASSWORD_BYTES = 18;
    private static final int BUFFER = 64 * 1024;

    private final Path root;
    private final String password;

    private DemoFolder(Path root, String password) {
        this.root = root;
        this.password = password;
    }

    /** Makes an empty folder. */
    static DemoFolder create() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new DemoFolder(Files.createTempDirectory("firmware-recovery-demo-"), password);
    }

    /** Fills it: fleet, firmware root, image, manifest, signature, bundle, one folder per node. Gives the manifest. */
    Manifest fill(DemoPlan plan) throws IOException {
        secret("admin-password", password + "\n");
        secret("netrc", "machine 127.0.0.1 login " + DemoPlan.USER + " password " + password + "\n");
        FleetAuthority fleet = FleetAuthority.create(root.resolve("fleet"));
        for (DemoPlan.Member node : plan.nodes()) {
            Path folder = Files.createDirectories(node(node));
            fleet.enroll(node.name(), node.uuid().toString(), DemoPlan.roles(), folder.resolve("identity"));
            Files.writeString(configuration(node), plan.configuration(node));
        }
        DemoSigner signer = DemoSigner.create();
        signer.writeRoot(root.resolve("firmware-root.pem"));
        randomImage(image(), plan.size().bytes());
        ManifestDraft draft = new ManifestDraft(
                DemoPlan.SOFTWARE_ID,
                List.of(DemoPlan.MACHINE),
                DemoPlan.VERSION,
                VersionScheme.SEM_VER,
                1,
                "Demo vendor");
        Manifest manifest = draft.of(image(), null);
        byte[] bytes = ManifestCodec.write(manifest);
        Path manifestFile = Files.write(root.resolve("image.bin.manifest.json"), bytes);
        Path signature = Files.write(root.resolve("image.bin.manifest.json.p7s"), signer.sign(bytes));
        BundleFile.write(manifestFile, signature, image(), bundle());
        return manifest;
    }

    /** The folder itself. */
    Path root() {
        return root;
    }

    /** The administrator's password of all nodes of this demo. */
    String password() {
        return password;
    }

    /** The image that was signed. */
    Path image() {
        return root.resolve("image.bin");
    }

    /** Image, manifest and signature in one. */
    Path bundle() {
        return root.resolve("image.bundle");
    }

    /** Folder of a node. */
    Path node(DemoPlan.Member node) {
        return root.resolve(node.name());
    }

    /** Configuration file of a node. */
    Path configuration(DemoPlan.Member node) {
        return node(node).resolve("node.yaml");
    }

    /** State folder of a node. */
    Path state(DemoPlan.Member node) {
        return node(node).resolve("state");
    }

    /** Log of a node. */
    Path log(DemoPlan.Member node) {
        return node(node).resolve("log");
    }

    /** Removes everything. */
    void delete() throws IOException {
        if (Files.exists(root)) {
            AtomicFiles.deleteTree(root);
        }
    }

    private void secret(String name, String text) throws IOException {
        Path file = Files.createFile(
                root.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    /** Noise: no two demos have the same image, and nothing in it can be guessed by a node. */
    private static void randomImage(Path file, long size) throws IOException {
        SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (long left = size; left > 0; left -= buffer.length) {
                random.nextBytes(buffer);
                out.write(buffer, 0, (int) Math.min(buffer.length, left));
            }
        }
    }
}
