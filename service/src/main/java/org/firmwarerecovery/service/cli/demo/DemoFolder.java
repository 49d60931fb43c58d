package org.firmwarerecovery.service.cli.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.firmwarerecovery.service.cli.image.BundleFile;
import org.firmwarerecovery.service.cli.image.Contents;
import org.firmwarerecovery.service.cli.image.ManifestDraft;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.file.AtomicFiles;
import org.firmwarerecovery.update.io.flash.RunningDigest;
import org.firmwarerecovery.update.io.trust.FleetAuthority;
import org.firmwarerecovery.update.manifest.Manifest;
import org.firmwarerecovery.update.manifest.ManifestCodec;
import org.firmwarerecovery.update.version.VersionScheme;
import org.jspecify.annotations.Nullable;

/** The files of a demo in one temporary folder, readable by this user only; gone when the demo ends. */
final class DemoFolder {
    private static final int PASSWORD_BYTES = 18;
    private static final int BUFFER = 64 * 1024;

    private final Path root;
    private final String password;
    private @Nullable Release wanted;

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

    /** Fills it: fleet, firmware root, signed releases, one folder per node. Gives the release that is installed first. */
    Release fill(DemoPlan plan) throws IOException {
        secret("admin-password", password + "\n");
        secret("netrc", "machine 127.0.0.1 login " + DemoPlan.USER + " password " + password + "\n");
        FleetAuthority fleet = FleetAuthority.create(root.resolve("fleet"));
        for (DemoPlan.Member node : plan.nodes()) {
            Path folder = Files.createDirectories(node(node));
            fleet.enroll(node.name(), node.uuid().toString(), node.roles(), folder.resolve("identity"));
            Files.writeString(configuration(node), plan.configuration(node));
            if (node.isConsole()) {
                Files.createDirectory(library(node));
            }
        }
        DemoSigner signer = DemoSigner.create();
        signer.writeRoot(root.resolve("firmware-root.pem"));
        Release first = release(plan, signer, DemoPlan.VERSION, 1);
        wanted = plan.fault() == Fault.OUTDATED ? release(plan, signer, DemoPlan.NEWER_VERSION, 2) : first;
        return first;
    }

    private Release release(DemoPlan plan, DemoSigner signer, String version, long securityVersion) throws IOException {
        String name = "image-" + version;
        Path image = root.resolve(name + ".bin");
        randomImage(image, plan.size().bytes());
        ManifestDraft draft = new ManifestDraft(
                DemoPlan.SOFTWARE_ID,
                List.of(DemoPlan.MACHINE),
                version,
                VersionScheme.SEM_VER,
                securityVersion,
                "Demo vendor");
        Manifest manifest = draft.of(image, Contents.RAW, null);
        byte[] bytes = ManifestCodec.write(manifest);
        Path manifestFile = Files.write(root.resolve(name + ".bin.manifest.json"), bytes);
        Path signature = Files.write(root.resolve(name + ".bin.manifest.json.p7s"), signer.sign(bytes));
        Path bundle = root.resolve(name + ".bundle");
        BundleFile.write(manifestFile, signature, image, bundle);
        String digest = RunningDigest.of(Digest.SHA_256, bytes).hex();
        return new Release(manifest, digest, image, bundle);
    }

    /** The release that the recipient should run in the end. */
    Release wanted() {
        if (wanted == null) {
            throw new IllegalStateException("the folder is not filled yet");
        }
        return wanted;
    }

    /**
     * Puts the wanted release into a console's library, as an operator would: the whole file at once, then its approval.
     *
     * @return the name of the entry
     */
    String stock(DemoPlan.Member console, boolean approve) throws IOException {
        String name = String.valueOf(wanted().bundle().getFileName());
        Path incoming = library(console).resolve("." + name);
        Files.copy(wanted().bundle(), incoming);
        Files.move(incoming, library(console).resolve(name), StandardCopyOption.ATOMIC_MOVE);
        if (approve) {
            Files.createFile(library(console).resolve(name + ".approved"));
        }
        return name;
    }

    /** Folder of a console's library. */
    Path library(DemoPlan.Member console) {
        return node(console).resolve(DemoPlan.LIBRARY_FOLDER);
    }

    /** The folder itself. */
    Path root() {
        return root;
    }

    /** The administrator's password of all nodes of this demo. */
    String password() {
        return password;
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
