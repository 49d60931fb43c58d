package org.firmwarerecovery.update.io.container.openbmc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Makes tarballs as OpenBMC's build does, and whatever a test wants to be wrong about them. */
public final class Tarballs {
    static final KeyPair SYSTEM = keys();
    static final KeyPair IMAGE = keys();

    private Tarballs() {}

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RsaKey.BITS_MIN);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The trust of a node that knows {@link #SYSTEM}. */
    public static SystemKeys trust(HashType hash) throws IOException {
        return new SystemKeys(List.of(new SystemKeys.SystemKey("test", RsaKey.ofPem(pem(SYSTEM)), hash)));
    }

    static byte[] pem(KeyPair pair) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(pair.getPublic().getEncoded());
        return ("-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A MANIFEST for the machine {@code alpha-bmc}. */
    public static String manifest(String purpose, HashType hash) {
        return "purpose=xyz.openbmc_project.Software.Version.VersionPurpose." + purpose
                + "\nversion=1.2.3\nMachineName=alpha-bmc\nHashType=" + hash.text() + "\n";
    }

    /** MANIFEST, key, images, and all signatures as they have to be. */
    public static Map<String, byte[]> signed(String manifest, HashType hash, Map<String, byte[]> images) {
        Map<String, byte[]> files = new LinkedHashMap<>(images);
        files.put("MANIFEST", manifest.getBytes(StandardCharsets.UTF_8));
        files.put("publickey", pem(IMAGE));
        for (Map.Entry<String, byte[]> image : images.entrySet()) {
            files.put(image.getKey() + ".sig", sign(IMAGE, hash, image.getValue()));
        }
        files.put("MANIFEST.sig", sign(SYSTEM, hash, files.get("MANIFEST")));
        files.put("publickey.sig", sign(SYSTEM, hash, files.get("publickey")));
        if (manifest.contains("VersionPurpose.BMC")) {
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            MemberNames.JOINED.forEach(name -> joined.writeBytes(files.getOrDefault(name + ".sig", new byte[0])));
            files.put("image-full.sig", sign(IMAGE, hash, joined.toByteArray()));
        }
        return files;
    }

    static byte[] sign(KeyPair pair, HashType hash, byte[] content) {
        try {
            Signature signature = Signature.getInstance(hash.algorithm().replace("-", "") + "withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** These files as a tar file. */
    public static byte[] tar(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
                byte[] content = entry.isDirectory() ? new byte[0] : file.getValue();
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
            tar.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Inside gzip. */
    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String sha256(byte[] bytes, int from, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
