package org.firmwarerecovery.service.cli.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
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

    /**
     * What a command believes.
     *
     * @param tls its TLS context
     * @param pinned SHA-256 fingerprint of the only certificate it believes; empty where a chain is judged
     */
    record Believed(SSLContext tls, Optional<String> pinned) {}

    /** What {@code access} asks for. */
    static Believed of(Access access) throws IOException {
        try {
            if (access.insecure()) {
                X509Certificate shown = shownBy(access.url());
                return new Believed(trusting(List.of(shown)), Optional.of(fingerprint(shown)));
            }
            SSLContext judging =
                    access.ca().isPresent() ? trusting(certificates(access.ca().get())) : SSLContext.getDefault();
            return new Believed(judging, Optional.empty());
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
     * The certificate the server shows. The handshake that asks for it believes no certificate but those of the Java runtime's own
     * roots, so nothing is ever sent over it; every later connection of the command must show the very same certificate.
     */
    private static X509Certificate shownBy(URI url) throws GeneralSecurityException, IOException {
        List<X509Certificate> shown = new ArrayList<>();
        SSLContext asking = SSLContextBuilder.create()
                .loadTrustMaterial(null, (chain, type) -> {
                    shown.add(chain[0]);
                    return false;
                })
                .build();
        int port = url.getPort() < 0 ? HTTPS_PORT : url.getPort();
        try (SSLSocket socket = (SSLSocket) asking.getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(url.getHost(), port), HANDSHAKE_MILLIS);
            socket.setSoTimeout(HANDSHAKE_MILLIS);
            socket.startHandshake();
        } catch (SSLException refused) {
            if (shown.isEmpty()) {
                throw refused;
            }
        }
        if (shown.isEmpty()) {
            throw new IOException(url + " shows no certificate");
        }
        return shown.get(0);
    }

    private static String fingerprint(X509Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }
}
