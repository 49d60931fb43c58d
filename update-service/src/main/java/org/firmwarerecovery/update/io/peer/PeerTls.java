package org.firmwarerecovery.update.io.peer;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.firmwarerecovery.update.io.trust.FleetTrust;
import org.firmwarerecovery.update.io.trust.FleetTrustManager;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.firmwarerecovery.update.io.trust.OneKey;

/** TLS towards peers: our fleet certificate, and the fleet's trust manager. */
final class PeerTls {
    private PeerTls() {}

    static SSLContext context(KeyMaterial identity, FleetTrust fleet) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new OneKey(identity)}, new TrustManager[] {FleetTrustManager.forPeers(fleet)}, null);
        return context;
    }
}
