package org.firmwarerecovery.update.io.ingest;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS towards the servers of operators: the platform's own judge, over configured authorities or those of the runtime. */
public final class WebTrust {
    private WebTrust() {}

    /**
     * A context that believes certificates below these authorities; empty = those of the Java runtime.
     *
     * @throws GeneralSecurityException when the Java runtime lacks what it needs
     */
    public static SSLContext context(List<X509Certificate> roots) throws GeneralSecurityException {
        TrustManagerFactory judges = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (roots.isEmpty()) {
            judges.init((KeyStore) null);
        } else {
            judges.init(store(roots));
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, judges.getTrustManagers(), null);
        return context;
    }

    private static KeyStore store(List<X509Certificate> roots) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store could not be made", e);
        }
        for (int i = 0; i < roots.size(); i++) {
            store.setCertificateEntry("root-" + i, roots.get(i));
        }
        return store;
    }
}
