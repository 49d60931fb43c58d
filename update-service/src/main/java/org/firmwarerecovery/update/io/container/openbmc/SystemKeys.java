package org.firmwarerecovery.update.io.container.openbmc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.firmwarerecovery.update.io.file.AtomicFiles;

/**
 * The keys of vendors whose tarballs a node trusts ({@code trust.openbmcKeys}). OpenBMC keeps them as
 * {@code /etc/activationdata/<KeyType>/publickey}, with the name of the digest in {@code hashfunc} beside it, and tries each;
 * the KeyType that a MANIFEST names decides nothing. Immutable; reading blocks on files, and errors name the file.
 *
 * @param keys in the order of the setting, at most {@link #KEYS_MAX}
 */
public record SystemKeys(List<SystemKey> keys) {
    /** Nobody's key: signatures inside a tarball then prove nothing. */
    public static final SystemKeys NONE = new SystemKeys(List.of());
    /** Most keys of a node. */
    public static final int KEYS_MAX = 64;

    private static final String KEY_FILE = "publickey";
    private static final String HASH_FILE = "hashfunc";
    private static final String HASH_KEY = "HashType";

    /** Copies the list. */
    public SystemKeys {
        keys = List.copyOf(keys);
        if (keys.size() > KEYS_MAX) {
            throw new IllegalArgumentException("more than " + KEYS_MAX + " keys");
        }
    }

    /**
     * One trusted key.
     *
     * @param name its KeyType, or the name of its file
     * @param key verifies MANIFEST and publickey
     * @param hash digest of those two signatures
     */
    public record SystemKey(String name, RsaKey key, HashType hash) {}

    /**
     * Reads keys from a public key file, from a folder with one ({@code publickey}, {@code hashfunc}), or from a folder of such
     * folders, for every path given.
     */
    public static SystemKeys read(List<Path> paths) throws IOException {
        List<SystemKey> keys = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                keys.add(new SystemKey(name(path), key(path), HashType.RSA_SHA256));
            } else if (Files.exists(path.resolve(KEY_FILE))) {
                keys.add(ofFolder(path));
            } else {
                keys.addAll(ofFolders(path));
            }
            if (keys.size() > KEYS_MAX) {
                throw new IOException(path + ": more than " + KEYS_MAX + " keys");
            }
        }
        return new SystemKeys(keys);
    }

    /** True without any key. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    private static List<SystemKey> ofFolders(Path folder) throws IOException {
        List<Path> inner;
        try (Stream<Path> entries = Files.list(folder)) {
            inner = entries.filter(entry -> Files.exists(entry.resolve(KEY_FILE)))
                    .sorted()
                    .limit(KEYS_MAX + 1L)
                    .toList();
        }
        if (inner.isEmpty()) {
            throw new IOException(folder + ": neither " + KEY_FILE + " nor a folder with one is in it");
        }
        List<SystemKey> keys = new ArrayList<>();
        for (Path entry : inner) {
            keys.add(ofFolder(entry));
        }
        return keys;
    }

    private static SystemKey ofFolder(Path folder) throws IOException {
        Path hashFile = folder.resolve(HASH_FILE);
        HashType hash = HashType.RSA_SHA256;
        if (Files.exists(hashFile)) {
            OpenBmcManifest settings = OpenBmcManifest.read(AtomicFiles.read(hashFile, RsaKey.FILE_BYTES_MAX));
            Optional<HashType> named = settings.first(HASH_KEY).flatMap(HashType::of);
            hash = named.orElseThrow(
                    () -> new IOException(hashFile + ": " + HASH_KEY + " is not RSA-SHA256, RSA-SHA384 or RSA-SHA512"));
        }
        return new SystemKey(name(folder), key(folder.resolve(KEY_FILE)), hash);
    }

    private static RsaKey key(Path file) throws IOException {
        byte[] pem = AtomicFiles.read(file, RsaKey.FILE_BYTES_MAX);
        try {
            RsaKey key = RsaKey.ofPem(pem);
            if (key.isPublished()) {
                throw new IOException(
                        "is the development key whose private half OpenBMC publishes: everybody can sign with it");
            }
            return key;
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static String name(Path path) {
        Path last = path.getFileName();
        return last == null ? path.toString() : last.toString();
    }
}
