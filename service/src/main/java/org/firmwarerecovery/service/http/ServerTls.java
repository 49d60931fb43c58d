package org.firmwarerecovery.service.http;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;

/**
 * TLS of the listeners: 1.2 and 1.3 with forward secrecy and authenticated encryption only, certificates by SNI, a client
 * certificate wanted but not needed.
 *
 * @param identities the server's certificates
 * @param clientTrust the fleet's trust manager, which lets any client certificate through the handshake because the gate
 *     authorises; empty when peers are off, then no client certificate is asked for
 */
public record ServerTls(TlsIdentities identities, Optional<X509ExtendedTrustManager> clientTrust) {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /** The Java runtime knows more: static RSA, which has no forward secrecy, and CBC. */
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    SSLEngineConfigurator configurator() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            // An empty array and not null: null would bring in the JDK's public certificate authorities.
            TrustManager[] trust =
                    clientTrust.map(manager -> new TrustManager[] {manager}).orElse(new TrustManager[0]);
            context.init(new KeyManager[] {new SniKeys(identities)}, trust, null);
            SSLEngineConfigurator configurator =
                    new SSLEngineConfigurator(context, false, false, clientTrust.isPresent());
            configurator.setEnabledProtocols(PROTOCOLS);
            configurator.setEnabledCipherSuites(SUITES);
            return configurator;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot speak TLS", e);
        }
    }
}
