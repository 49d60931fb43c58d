package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificate chain, as TLS needs it.
 *
 * @param key the private key
 * @param chain the certificate of the key first, then its issuers, without the root
 */
public record KeyMaterial(PrivateKey key, List<X509Certificate> chain) {
    /** Copies the chain and refuses an empty one. */
    public KeyMaterial {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key needs a certificate");
        }
    }

    /** The certificate of the key. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * Reads a key and its chain and makes sure that they belong together.
     *
     * @throws IOException a file can not be read or the two do not match; the message names the files
     */
    public static KeyMaterial read(Path certificateFile, Path keyFile) throws IOException {
        KeyMaterial material = new KeyMaterial(Pem.privateKey(keyFile), Pem.certificates(certificateFile));
        if (!material.matches()) {
            throw new IOException(keyFile + ": not the key of the certificate in " + certificateFile);
        }
        return material;
    }

    /** An in-memory key store with one entry {@code alias}, protected by {@code password}. */
    public KeyStore toKeyStore(String alias, char[] password) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, password);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store could not be made", e);
        }
        store.setKeyEntry(alias, key, password, chain.toArray(new Certificate[0]));
        return store;
    }

    /** True if the key belongs to the certificate. */
    boolean matches() {
        return KeyRules.match(key, certificate().getPublicKey());
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "key of " + certificate().getSubjectX500Principal().getName();
    }
}
