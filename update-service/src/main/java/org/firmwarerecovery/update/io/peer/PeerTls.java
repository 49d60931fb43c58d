package org.firmwarerecovery.update.io.peer;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.firmwarerecovery.update.io.trust.FleetTrust;
import org.firmwarerecovery.update.io.trust.FleetTrustManager;
import org.firmwarerecovery.update.io.trust.KeyMaterial;

/** TLS towards peers: our fleet certificate, and the fleet's trust manager. */
final class PeerTls {
    private PeerTls() {}

    static SSLContext context(KeyMaterial identity, FleetTrust fleet) throws GeneralSecurityException {
        // The key store never leaves the heap, so its password protects nothing.
        char[] password = new char[0];
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity.toKeyStore("fleet", password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {FleetTrustManager.forPeers(fleet)}, null);
        return context;
    }
}
