package org.firmwarerecovery.update.io.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes HTTP/1.1 clients that do nothing on their own: no redirect, no retry, no cookie, no cached credentials, no
 * decompression, no proxy, no name look-up. Every request names the address to connect to.
 */
public final class WebClient {
    private WebClient() {}

    /** A client for many hosts; thread-safe, the caller closes it. */
    public static CloseableHttpClient open(SSLContext tls, WebLimits limits) {
        return open(
                ClientTlsStrategyBuilder.create().setHostVerificationPolicy(HostnameVerificationPolicy.BOTH),
                tls,
                limits);
    }

    /**
     * A client for one host whose very certificate is known: {@code tls} believes that one only, so the name in it does not
     * matter. Thread-safe, the caller closes it.
     */
    public static CloseableHttpClient openPinned(SSLContext tls, WebLimits limits) {
        return open(
                ClientTlsStrategyBuilder.create()
                        .setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
                        .setHostnameVerifier(NoopHostnameVerifier.INSTANCE),
                tls,
                limits);
    }

    private static CloseableHttpClient open(ClientTlsStrategyBuilder strategy, SSLContext tls, WebLimits limits) {
        Timeout connect = Timeout.of(limits.connectTimeout());
        Timeout stall = Timeout.of(limits.stallTimeout());
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(strategy.setSslContext(tls)
                        .setTlsVersions(TLS.V_1_3, TLS.V_1_2)
                        .buildClassic())
                .setDnsResolver(new NoLookUp())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxHeaderCount(limits.headersMax())
                                .setMaxLineLength(limits.headerLineMax())
                                .build())
                        .build())
                .setMaxConnTotal(limits.connectionsMax())
                .setMaxConnPerRoute(limits.connectionsPerHostMax())
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setSoTimeout(stall)
                        .setTcpNoDelay(true)
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(connect).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(stall)
                        .setIdleTimeout(Timeout.of(limits.idleTimeout()))
                        .setValidateAfterInactivity(1, TimeUnit.SECONDS)
                        .build());
        return HttpClients.custom()
                .setConnectionManager(connections.build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(stall)
                        .setResponseTimeout(stall)
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("firmware-recovery")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                // Else a connection with a client certificate counts as personal and is never used again.
                .disableConnectionState()
                .build();
    }

    /** Addresses are decided before a request is made; a name that still gets here must not leave the machine. */
    private static final class NoLookUp implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException(host + " was not resolved beforehand");
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** What a failed connection or answer is told as, for people: kind and message of the deepest useful cause. */
    public static String reason(IOException e) {
        Throwable cause = e;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message;
        return text.length() > REASON_LENGTH_MAX ? text.substring(0, REASON_LENGTH_MAX) : text;
    }

    private static final int REASON_LENGTH_MAX = 300;
}
