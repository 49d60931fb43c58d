package org.firmwarerecovery.update.io.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The only trust manager of this product, in two forms.
 *
 * <p>{@link #forServer()}: any client certificate passes TLS, which proves that the client holds its key; the gate then asks
 * {@link FleetTrust#authorise} and answers in Redfish's own words. It trusts no server.
 *
 * <p>{@link #forPeers(FleetTrust)}: the server has to be the node whose UUID stands in the host name the connection was made
 * for ({@link FleetIdentity#hostOf}). It trusts no client.
 */
public final class FleetTrustManager extends X509ExtendedTrustManager {
    private static final X509Certificate[] NO_ISSUERS = {};

    private final @Nullable FleetTrust fleet;

    private FleetTrustManager(@Nullable FleetTrust fleet) {
        this.fleet = fleet;
    }

    /** For the server side of every connection. */
    public static FleetTrustManager forServer() {
        return new FleetTrustManager(null);
    }

    /** For connections to peers of {@code fleet}. */
    public static FleetTrustManager forPeers(FleetTrust fleet) {
        return new FleetTrustManager(fleet);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (fleet != null) {
            throw new CertificateException("this side speaks to servers only");
        }
        if (chain.length == 0 || chain.length > TrustPath.CERTIFICATES_MAX) {
            throw new CertificateException("a client chain has 1 to " + TrustPath.CERTIFICATES_MAX + " certificates");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (!(socket instanceof SSLSocket tls)) {
            throw new CertificateException("not a TLS connection");
        }
        check(chain, tls.getHandshakeSession());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, engine.getHandshakeSession());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        // Without the connection nothing says which node it should be.
        throw new CertificateException("a peer can only be judged by its connection");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        // None: a client that knows the issuers could keep its certificate back, and then the gate could not say why.
        return NO_ISSUERS.clone();
    }

    private void check(X509Certificate[] chain, @Nullable SSLSession session) throws CertificateException {
        if (fleet == null) {
            throw new CertificateException("this side speaks to clients only");
        }
        String host = session == null ? null : session.getPeerHost();
        Optional<String> uuid = host == null ? Optional.empty() : FleetIdentity.uuidOfHost(host);
        if (uuid.isEmpty()) {
            throw new CertificateException("the connection was not made for a node of the fleet: " + host);
        }
        if (fleet.authoriseServer(List.of(chain), uuid.get()) instanceof FleetTrust.NotTrusted refused) {
            throw new CertificateException(refused.reason());
        }
    }
}
