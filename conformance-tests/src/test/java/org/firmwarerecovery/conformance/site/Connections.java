package org.firmwarerecovery.conformance.site;

import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.config.SSLConfig;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.client.HttpClient;
import org.apache.http.client.params.ClientPNames;
import org.apache.http.entity.BufferedHttpEntity;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.client.DefaultHttpRequestRetryHandler;
import org.apache.http.impl.conn.PoolingClientConnectionManager;
import org.apache.http.params.CoreConnectionPNames;

/**
 * How the tests' client talks to nodes: each thread keeps one connection per node and goes on using it, as a real client does.
 * Left alone, REST Assured shakes hands anew for every request and leaves each connection to the node's idle limit. Nodes are
 * killed and restarted all the time: a kept connection is looked at before it is used again, and a request without a body that
 * breaks on it is made once more.
 */
@SuppressWarnings("deprecation") // REST Assured drives the old client of HttpComponents 4 and no other
public final class Connections {
    /** Nodes that a thread talks to in turn. */
    private static final int ROUTES_MAX = 32;

    private static final int PER_ROUTE_MAX = 1;

    private static final long LEASE_MILLIS = 20_000;

    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 60_000;

    private static final ThreadLocal<RestAssuredConfig> KEPT = ThreadLocal.withInitial(Connections::fresh);

    private Connections() {}

    /** The configuration with this thread's connections; any certificate is fine, since nodes make their own. */
    static RestAssuredConfig kept() {
        return KEPT.get();
    }

    private static RestAssuredConfig fresh() {
        return with(SSLConfig.sslConfig().relaxedHTTPSValidation());
    }

    /** To a service that is not ours and may not answer, for one thread; any certificate is fine. */
    public static RestAssuredConfig unchecked() {
        return patient(SSLConfig.sslConfig().relaxedHTTPSValidation());
    }

    /** To a service that is not ours, for one thread; its certificate has to be from one of the Java runtime's authorities. */
    public static RestAssuredConfig checked() {
        return patient(SSLConfig.sslConfig());
    }

    /** To a service that is not ours, for one thread; its certificate has to be from one of these authorities, or one of them. */
    public static RestAssuredConfig checked(KeyStore authorities) {
        return patient(SSLConfig.sslConfig().trustStore(authorities));
    }

    private static RestAssuredConfig patient(SSLConfig trust) {
        RestAssuredConfig config = with(trust);
        return config.httpClient(config.getHttpClientConfig()
                .setParam(CoreConnectionPNames.CONNECTION_TIMEOUT, CONNECT_MILLIS)
                .setParam(CoreConnectionPNames.SO_TIMEOUT, ANSWER_MILLIS));
    }

    private static RestAssuredConfig with(SSLConfig trust) {
        return RestAssuredConfig.config()
                .sslConfig(trust)
                .httpClient(HttpClientConfig.httpClientConfig()
                        .setParam(ClientPNames.CONN_MANAGER_TIMEOUT, LEASE_MILLIS)
                        .httpClientFactory(Connections::client)
                        .reuseHttpClientInstance());
    }

    private static HttpClient client() {
        PoolingClientConnectionManager connections = new PoolingClientConnectionManager();
        connections.setMaxTotal(ROUTES_MAX);
        connections.setDefaultMaxPerRoute(PER_ROUTE_MAX);
        DefaultHttpClient client = new DefaultHttpClient(connections);
        client.setHttpRequestRetryHandler(new OnceMore());
        // Read at once: a test that looks at nothing but the status must not keep the connection for itself.
        client.addResponseInterceptor((answer, context) -> {
            if (answer.getEntity() != null) {
                answer.setEntity(new BufferedHttpEntity(answer.getEntity()));
            }
        });
        return client;
    }

    /** Once, also where it is TLS that broke: a killed node's connection may end in the middle of a record. */
    private static final class OnceMore extends DefaultHttpRequestRetryHandler {
        OnceMore() {
            super(1, false, List.of(ConnectException.class, InterruptedIOException.class, SSLHandshakeException.class));
        }
    }
}
