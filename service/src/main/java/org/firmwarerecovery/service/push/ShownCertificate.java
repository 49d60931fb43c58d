package org.firmwarerecovery.service.push;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.firmwarerecovery.update.io.web.AnswerException;

/**
 * The certificate a server shows. The handshake that asks for it believes none but the roots of the Java runtime, so nothing is ever
 * sent over it; the connection that carries data believes the certificate seen and no other.
 */
final class ShownCertificate {
    private ShownCertificate() {}

    static X509Certificate of(HttpHost host, Duration within) throws IOException, GeneralSecurityException {
        List<X509Certificate> shown = new ArrayList<>();
        SSLContext asking = SSLContextBuilder.create()
                .loadTrustMaterial(null, (chain, type) -> {
                    shown.add(chain[0]);
                    return false;
                })
                .build();
        try (SSLSocket socket = (SSLSocket) asking.getSocketFactory().createSocket()) {
            int millis = (int) within.toMillis();
            socket.connect(new InetSocketAddress(host.getAddress(), host.getPort()), millis);
            socket.setSoTimeout(millis);
            socket.startHandshake();
        } catch (SSLException refused) {
            if (shown.isEmpty()) {
                throw refused;
            }
        }
        if (shown.isEmpty()) {
            throw new AnswerException("the receiver shows no certificate");
        }
        return shown.get(0);
    }
}
