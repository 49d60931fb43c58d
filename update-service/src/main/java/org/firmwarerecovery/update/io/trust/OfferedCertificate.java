package org.firmwarerecovery.update.io.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A certificate as an operator hands it in, perhaps with its key. Nothing is judged yet.
 *
 * @param chain the certificate first, then its issuers
 * @param key the private key, when it came along
 */
public record OfferedCertificate(List<X509Certificate> chain, Optional<PrivateKey> key) {
    /** Most characters of a certificate with its chain. */
    public static final int LENGTH_MAX = 256 * 1024;

    private static final String ORIGIN = "the certificate";
    private static final String KEY_MARK = "PRIVATE KEY-----";

    /** Copies the chain. */
    public OfferedCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * One certificate or a chain as PEM text, perhaps with the private key before or after it.
     *
     * @throws IOException it is none; the message says why and quotes nothing
     */
    public static OfferedCertificate ofPem(String text) throws IOException {
        List<X509Certificate> chain = Pem.certificates(text, ORIGIN);
        Optional<PrivateKey> key =
                text.contains(KEY_MARK) ? Optional.of(Pem.privateKey(text, ORIGIN)) : Optional.empty();
        return new OfferedCertificate(chain, key);
    }

    /**
     * A PKCS#12 archive in Base64 with one private key and its chain.
     *
     * @throws IOException it is none, or the password does not open it
     */
    public static OfferedCertificate ofPkcs12(String base64, String password) throws IOException {
        char[] secret = password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)), secret);
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.isKeyEntry(alias) ? store.getKey(alias, secret) : null;
                if (key instanceof PrivateKey own) {
                    return new OfferedCertificate(chain(store.getCertificateChain(alias)), Optional.of(own));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(ORIGIN + ": no PKCS#12 archive that can be read", e);
        }
        throw new IOException(ORIGIN + ": the archive holds no private key");
    }

    private static List<X509Certificate> chain(Certificate[] certificates) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : certificates) {
            if (!(certificate instanceof X509Certificate known)) {
                throw new IOException(ORIGIN + ": not X.509");
            }
            chain.add(known);
        }
        return chain;
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "certificate of "
                + chain.stream().map(KeyRules::name).findFirst().orElse("nobody");
    }
}
