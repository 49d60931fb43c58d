package org.firmwarerecovery.update.io.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.firmwarerecovery.update.io.trust.FleetTrust.Authorised;
import org.firmwarerecovery.update.negotiation.PeerRole;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real TLS handshakes on loopback. */
class FleetHandshakeTest {
    private static final char[] PASSWORD = "in memory only".toCharArray();
    private static final String DONOR = "0f6d2c3a-1111-4222-8333-0123456789ab";
    private static final String RECIPIENT = "0f6d2c3a-1111-4222-8333-0123456789ac";
    private static final int SECONDS = 20;

    @TempDir
    Path folder;

    private FleetTrust trust;
    private KeyMaterial donor;
    private KeyMaterial recipient;

    @BeforeEach
    void enroll() throws Exception {
        FleetAuthority fleet = FleetAuthority.create(folder.resolve("fleet"));
        trust = new FleetTrust(List.of(fleet.certificate()), TestAuthority.clock());
        donor = node(fleet, "donor", DONOR, PeerRole.DONOR);
        recipient = node(fleet, "recipient", RECIPIENT, PeerRole.RECIPIENT);
    }

    @Test
    void two_nodes_of_a_fleet_know_each_other_after_the_handshake() throws Exception {
        List<X509Certificate> seen = handshake(donor, recipient, FleetTrustManager.forPeers(trust), DONOR);
        assertEquals(new Authorised(RECIPIENT, List.of(PeerRole.RECIPIENT), false), trust.authorise(seen));
    }

    @Test
    void a_client_of_another_fleet_passes_tls_and_fails_at_the_gate() throws Exception {
        FleetAuthority other = FleetAuthority.create(folder.resolve("other"));
        KeyMaterial stranger = node(other, "stranger", RECIPIENT, PeerRole.RECIPIENT);
        List<X509Certificate> seen = handshake(donor, stranger, FleetTrustManager.forPeers(trust), DONOR);
        assertEquals(stranger.chain(), seen);
        assertInstanceOf(FleetTrust.NotTrusted.class, trust.authorise(seen));
    }

    @Test
    void a_client_without_a_certificate_passes_tls_and_is_nobody() throws Exception {
        assertEquals(List.of(), handshake(donor, null, FleetTrustManager.forPeers(trust), DONOR));
    }

    @Test
    void a_server_that_is_another_node_is_refused() {
        assertRefused(donor, RECIPIENT, "is node " + DONOR);
    }

    @Test
    void a_server_of_another_fleet_is_refused() throws Exception {
        FleetAuthority other = FleetAuthority.create(folder.resolve("other"));
        assertRefused(node(other, "stranger", DONOR, PeerRole.DONOR), DONOR, "no valid chain");
    }

    @Test
    void each_form_judges_one_side_only() {
        X509Certificate[] chain = {donor.certificate()};
        assertThrows(
                CertificateException.class,
                () -> FleetTrustManager.forPeers(trust).checkClientTrusted(chain, "EC"));
        assertThrows(
                CertificateException.class,
                () -> FleetTrustManager.forServer().checkServerTrusted(chain, "EC", new Socket()));
        assertThrows(
                CertificateException.class,
                () -> FleetTrustManager.forPeers(trust).checkServerTrusted(chain, "EC"));
        assertThrows(
                CertificateException.class,
                () -> FleetTrustManager.forServer().checkClientTrusted(new X509Certificate[0], "EC"));
    }

    private void assertRefused(KeyMaterial server, String expected, String part) {
        SSLException refused = assertThrows(
                SSLException.class, () -> handshake(server, recipient, FleetTrustManager.forPeers(trust), expected));
        assertTrue(String.valueOf(refused.getMessage()).contains(part), refused::toString);
    }

    private KeyMaterial node(FleetAuthority fleet, String name, String uuid, PeerRole role) throws Exception {
        Path home = folder.resolve(name);
        fleet.enroll(name, uuid, List.of(role), home);
        return KeyMaterial.read(home.resolve("node.pem"), home.resolve("node.key"));
    }

    /** Connects to {@code server} as the node {@code expected}; returns the client's chain as the server saw it. */
    private static List<X509Certificate> handshake(
            KeyMaterial server, @Nullable KeyMaterial client, TrustManager judge, String expected) throws Exception {
        SSLContext serving = context(server, FleetTrustManager.forServer());
        try (SSLServerSocket listening = (SSLServerSocket)
                serving.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setWantClientAuth(true);
            listening.setSoTimeout(SECONDS * 1000);
            CompletableFuture<List<X509Certificate>> seen = CompletableFuture.supplyAsync(() -> accept(listening));
            try (Socket plain = new Socket(listening.getInetAddress(), listening.getLocalPort());
                    SSLSocket tls = (SSLSocket) context(client, judge)
                            .getSocketFactory()
                            .createSocket(plain, FleetIdentity.hostOf(expected), plain.getPort(), true)) {
                tls.setSoTimeout(SECONDS * 1000);
                tls.startHandshake();
                // With TLS 1.3 the server judges the client after the client is done; its byte says that it is too.
                assertEquals(7, tls.getInputStream().read());
            }
            return seen.get(SECONDS, TimeUnit.SECONDS);
        }
    }

    private static List<X509Certificate> accept(SSLServerSocket listening) {
        try (SSLSocket accepted = (SSLSocket) listening.accept()) {
            accepted.setSoTimeout(SECONDS * 1000);
            accepted.startHandshake();
            List<X509Certificate> chain = peerOf(accepted);
            accepted.getOutputStream().write(7);
            accepted.getOutputStream().flush();
            return chain;
        } catch (java.io.IOException e) {
            throw new CompletionException(e);
        }
    }

    private static List<X509Certificate> peerOf(SSLSocket accepted) {
        try {
            Certificate[] chain = accepted.getSession().getPeerCertificates();
            return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException anonymous) {
            return List.of();
        }
    }

    private static SSLContext context(@Nullable KeyMaterial material, TrustManager judge) throws Exception {
        KeyManager[] keys = {};
        if (material != null) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(material.toKeyStore("node", PASSWORD), PASSWORD);
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {judge}, null);
        return context;
    }
}
