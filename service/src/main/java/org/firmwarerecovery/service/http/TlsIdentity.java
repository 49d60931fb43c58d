package org.firmwarerecovery.service.http;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with its certificate chain, own certificate first.
 *
 * @param key the private key
 * @param chain own certificate, then the issuers as far as they are to be sent
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    /** Copies the chain and refuses an empty one. */
    public TlsIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("an identity without a certificate");
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
