package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.firmwarerecovery.update.io.file.AtomicFiles;

/**
 * The certificate with which a node serves people until the operator replaces it: made at first start, kept in
 * {@code identity/https}. Blocking.
 */
public final class SelfSignedHttps {
    /** Name of the certificate file in its folder. */
    public static final String CERTIFICATE_FILE = "certificate.pem";
    /** Name of the key file in its folder. */
    public static final String KEY_FILE = "certificate.key";
    /** Most addresses that the certificate names. */
    public static final int ADDRESSES_MAX = 64;

    private static final Pattern HOST_NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int COMMON_NAME_LENGTH_MAX = 64;

    private SelfSignedHttps() {}

    /**
     * The key and certificate in {@code folder}, made now if there are none.
     *
     * @param folder {@code identity/https} of the node's state, created with mode 0700 if absent
     * @param hostName the node's host name; left out of the certificate if it is not a DNS name
     * @param addresses the addresses it listens on; scopes of link-local addresses are dropped
     */
    public static KeyMaterial openOrCreate(Path folder, String hostName, List<InetAddress> addresses)
            throws IOException {
        Path certificateFile = folder.resolve(CERTIFICATE_FILE);
        Path keyFile = folder.resolve(KEY_FILE);
        if (Files.exists(certificateFile)) {
            return KeyMaterial.read(certificateFile, keyFile);
        }
        AtomicFiles.createFolders(folder, true);
        KeyPair keys = CertificateIssuer.newKeyPair();
        String host = hostName.toLowerCase(Locale.ROOT);
        X509Certificate certificate = CertificateIssuer.selfSignedServer(
                commonName(host), keys, names(host, addresses.subList(0, Math.min(addresses.size(), ADDRESSES_MAX))));
        // The certificate comes last: as long as it is absent, a power cut has left nothing that is in use.
        Pem.write(keyFile, Pem.text(keys.getPrivate()));
        Pem.write(certificateFile, Pem.text(List.of(certificate)));
        return new KeyMaterial(keys.getPrivate(), List.of(certificate));
    }

    private static String commonName(String host) {
        return isHostName(host) && host.length() <= COMMON_NAME_LENGTH_MAX ? host : "localhost";
    }

    private static List<GeneralName> names(String host, List<InetAddress> addresses) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        if (isHostName(host) && !host.equals("localhost")) {
            names.add(new GeneralName(GeneralName.dNSName, host));
        }
        for (InetAddress address : addresses) {
            String text = address.getHostAddress();
            int scope = text.indexOf('%');
            GeneralName name = new GeneralName(GeneralName.iPAddress, scope < 0 ? text : text.substring(0, scope));
            if (!address.isAnyLocalAddress() && !names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static boolean isHostName(String text) {
        return HOST_NAME.matcher(text).matches();
    }
}
