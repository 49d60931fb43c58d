package org.firmwarerecovery.conformance.site;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** One end of a TLS connection with key and certificate from PEM files. */
public final class TlsParty {
    private static final char[] NO_SECRET = "in memory".toCharArray();

    private final SSLContext context;

    private TlsParty(SSLContext context) {
        this.context = context;
    }

    /** A node of the fleet, as enrolled in {@code identity}; it trusts its fleet's authority only. */
    public static TlsParty enrolled(Path identity) throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("fleet", certificate(identity.resolve("fleet-ca.pem")));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return of(identity.resolve("node.pem"), identity.resolve("node.key"), factory.getTrustManagers());
    }

    /** Somebody with a certificate of his own making that names {@code uuid}; he looks at nobody's papers. */
    public static TlsParty stranger(Path folder, UUID uuid) throws Exception {
        return selfMade(folder, "stranger", "DNS:" + hostOf(uuid) + ",URI:urn:firmwarerecovery:role:donor");
    }

    /** A server on this machine; its certificate is {@code server.pem} in {@code folder}. */
    public static TlsParty server(Path folder) throws Exception {
        return selfMade(folder, "server", "IP:127.0.0.1");
    }

    private static TlsParty selfMade(Path folder, String name, String names) throws Exception {
        Files.createDirectories(folder);
        Path key = folder.resolve(name + ".key");
        Path certificate = folder.resolve(name + ".pem");
        Program.run(
                folder,
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString(),
                "-subj",
                "/CN=" + name,
                "-days",
                "30",
                "-addext",
                "subjectAltName=" + names);
        return of(certificate, key, new TrustManager[] {new LookingAway()});
    }

    /** A node of a fleet with another authority: a certificate of the right form that names {@code uuid} and all roles. */
    public static TlsParty otherFleet(Path folder, UUID uuid) throws Exception {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("node.ext"),
                "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
                        + "extendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=DNS:" + hostOf(uuid)
                        + ",URI:urn:firmwarerecovery:role:recipient,URI:urn:firmwarerecovery:role:donor,"
                        + "URI:urn:firmwarerecovery:role:console\n");
        for (String command : new String[] {
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out fleet-ca.pem"
                    + " -subj /CN=Other-fleet -days 30 -addext basicConstraints=critical,CA:TRUE"
                    + " -addext keyUsage=critical,keyCertSign,cRLSign",
            "req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout node.key -out node.csr"
                    + " -subj /CN=other",
            "x509 -req -in node.csr -CA fleet-ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile node.ext"
                    + " -out node.pem"
        }) {
            Program.run(folder, ("openssl " + command).split(" "));
        }
        return of(folder.resolve("node.pem"), folder.resolve("node.key"), new TrustManager[] {new LookingAway()});
    }

    /** A person's client: no certificate, any server is fine. */
    public static TlsParty person() throws Exception {
        return of(null, null, new TrustManager[] {new LookingAway()});
    }

    /** The name that a node's fleet certificate carries. */
    public static String hostOf(UUID uuid) {
        return uuid + ".node.firmware-recovery.invalid";
    }

    /** A connection to a node by the name in its fleet certificate. */
    public SSLSocket connect(NodeProcess node) throws IOException {
        URI at = node.address();
        return connect(new Socket(at.getHost(), at.getPort()), node);
    }

    /** The same over a connection that there is. */
    SSLSocket connect(Socket plain, NodeProcess node) throws IOException {
        String host = hostOf(node.uuid());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** For a server of the JDK. */
    SSLContext context() {
        return context;
    }

    /** The server's end of an accepted connection; whoever comes has to show a certificate. */
    SSLSocket accept(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(true);
        return socket;
    }

    private static TlsParty of(@Nullable Path certificate, @Nullable Path key, TrustManager[] trust) throws Exception {
        KeyStore own = empty();
        if (certificate != null && key != null) {
            own.setKeyEntry("own", privateKey(key), NO_SECRET, new X509Certificate[] {certificate(certificate)});
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, NO_SECRET);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust, null);
        return new TlsParty(context);
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static X509Certificate certificate(Path pem) throws Exception {
        byte[] bytes = Files.readAllBytes(pem);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    private static PrivateKey privateKey(Path pem) throws Exception {
        String text = Files.readString(pem, StandardCharsets.US_ASCII);
        String body = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    }
}
