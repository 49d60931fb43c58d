package org.firmwarerecovery.service.cli.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.firmwarerecovery.update.io.trust.Pem;

/** Which server certificates the command line believes. */
final class ServerTrust {
    private static final int HTTPS_PORT = 443;
    private static final int HANDSHAKE_MILLIS = 15_000;

    private ServerTrust() {}

    /** The TLS context for {@code access}. */
    static SSLContext context(Access access) throws IOException {
        try {
            if (access.insecure()) {
                return trusting(List.of(shownBy(access.url())));
            }
            return access.ca().isPresent() ? trusting(certificates(access.ca().get())) : SSLContext.getDefault();
        } catch (GeneralSecurityException failed) {
            throw new IOException("TLS cannot be set up: " + failed.getMessage(), failed);
        }
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        return Pem.certificates(file);
    }

    private static SSLContext trusting(List<X509Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int index = 0; index < certificates.size(); index++) {
            store.setCertificateEntry("ca-" + index, certificates.get(index));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        TrustManager[] managers = factory.getTrustManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    /**
     * The certificate the server shows, taken without judging it. Only a handshake is made, nothing is sent; every later
     * connection of the command must show the very same certificate.
     */
    private static X509Certificate shownBy(URI url) throws GeneralSecurityException, IOException {
        List<X509Certificate> shown = new ArrayList<>();
        SSLContext asking = SSLContextBuilder.create()
                .loadTrustMaterial(null, (chain, type) -> shown.add(chain[0]))
                .build();
        int port = url.getPort() < 0 ? HTTPS_PORT : url.getPort();
        try (SSLSocket socket = (SSLSocket) asking.getSocketFactory().createSocket(url.getHost(), port)) {
            socket.setSoTimeout(HANDSHAKE_MILLIS);
            socket.startHandshake();
        }
        return shown.get(0);
    }
}
