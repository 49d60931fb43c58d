package org.firmwarerecovery.conformance.site;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A vendor that signs firmware: root and code signing certificate made with openssl, manifests made with the product's
 * command line, signatures made with openssl, bundles made with tar.
 */
public final class FirmwareVendor {
    private final Path folder;

    private FirmwareVendor(Path folder) {
        this.folder = folder;
    }

    /** Makes a vendor with a root of its own. */
    public static FirmwareVendor create(Path folder) throws Exception {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("signer.ext"), "keyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\n");
        openssl(folder, "ecparam -name secp384r1 -genkey -noout -out root.key");
        openssl(
                folder,
                "req -x509 -new -key root.key -sha384 -days 3650 -subj /CN=Firmware-root -out root.pem"
                        + " -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign,cRLSign");
        openssl(folder, "ecparam -name secp384r1 -genkey -noout -out signer.key");
        openssl(folder, "req -new -key signer.key -subj /CN=Release-signer -out signer.csr");
        openssl(
                folder,
                "x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650 -sha384"
                        + " -extfile signer.ext -out signer.pem");
        return new FirmwareVendor(folder);
    }

    private static void openssl(Path folder, String arguments) throws Exception {
        String[] words = ("openssl " + arguments).split(" ");
        Program.run(folder, words);
    }

    /** The root that nodes are told to trust. */
    public Path root() {
        return folder.resolve("root.pem");
    }

    /**
     * A signed image.
     *
     * @param image its bytes
     * @param manifest its manifest
     * @param signature detached CMS signature of the manifest
     * @param bundle all three in one tar
     */
    public record Release(Path image, Path manifest, Path signature, Path bundle) {}

    /** What a release says about itself. */
    public record Facts(String softwareId, String machine, String version, int securityVersion, int size) {
        /** The image that the scenarios install at first. */
        public static Facts first(int size) {
            return new Facts(Site.SOFTWARE_ID, Site.MACHINE, "1.0.0", 1, size);
        }

        /** Another version. */
        public Facts version(String other, int security) {
            return new Facts(softwareId, machine, other, security, size);
        }

        /** For other hardware. */
        public Facts forSoftware(String other) {
            return new Facts(other, machine, version, securityVersion, size);
        }

        /** Of another size. */
        public Facts sized(int bytes) {
            return new Facts(softwareId, machine, version, securityVersion, bytes);
        }
    }

    /** Makes an image of noise, signs it and packs it. */
    public Release release(String name, Facts facts) throws Exception {
        Path image = folder.resolve(name + ".bin");
        noise(image, facts.size(), name.hashCode());
        Path manifest = folder.resolve(name + ".bin.manifest.json");
        Program.product(
                folder,
                "manifest",
                "create",
                image.toString(),
                "--software-id",
                facts.softwareId(),
                "--machine",
                facts.machine(),
                "--version",
                facts.version(),
                "--security-version",
                Integer.toString(facts.securityVersion()),
                "--out",
                manifest.toString());
        return sign(name, image, manifest);
    }

    /** Signs a manifest with openssl, exactly as the README says, and packs the bundle with tar. */
    public Release sign(String name, Path image, Path manifest) throws Exception {
        Path signature = folder.resolve(name + ".bin.manifest.json.p7s");
        openssl(
                folder,
                "cms -sign -binary -in " + manifest + " -signer signer.pem -inkey signer.key -md sha384 -outform DER"
                        + " -out " + signature);
        return pack(name, image, manifest, signature);
    }

    /** Packs any three files as a bundle. */
    public Release pack(String name, Path image, Path manifest, Path signature) throws Exception {
        Path stage = Files.createDirectories(folder.resolve(name + ".stage"));
        Files.copy(manifest, stage.resolve("manifest.json"));
        Files.copy(signature, stage.resolve("manifest.json.p7s"));
        Files.copy(image, stage.resolve("image.bin"));
        Path bundle = folder.resolve(name + ".bundle");
        Program.run(
                stage,
                "tar",
                "--format=ustar",
                "-cf",
                bundle.toString(),
                "manifest.json",
                "manifest.json.p7s",
                "image.bin");
        return new Release(image, manifest, signature, bundle);
    }

    private static void noise(Path file, int size, int seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int left = size; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, Math.min(left, block.length));
            }
        }
    }
}
