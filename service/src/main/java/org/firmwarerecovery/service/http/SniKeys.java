package org.firmwarerecovery.service.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.firmwarerecovery.update.io.trust.KeyMaterial;
import org.jspecify.annotations.Nullable;

/**
 * Picks the server's certificate by the name the client asked for and the key type of the cipher suite. Reads {@link
 * TlsIdentities} at every handshake, which makes certificates replaceable without a restart.
 *
 * <p>An alias names one identity object, so that the key and the chain of one handshake belong together even when the
 * certificate is replaced between the two calls.
 */
final class SniKeys extends X509ExtendedKeyManager {
    private static final int REMEMBERED_MAX = 16;

    private final TlsIdentities identities;
    private final Map<String, KeyMaterial> byAlias = new LinkedHashMap<>();
    private long nextAlias;

    SniKeys(TlsIdentities identities) {
        this.identities = identities;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        KeyMaterial identity = identities.forName(serverName(engine));
        return keyType.equals(identity.key().getAlgorithm()) ? aliasOf(identity) : null;
    }

    @Override
    public synchronized @Nullable PrivateKey getPrivateKey(String alias) {
        KeyMaterial identity = byAlias.get(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public synchronized X509Certificate @Nullable [] getCertificateChain(String alias) {
        KeyMaterial identity = byAlias.get(alias);
        return identity == null ? null : identity.chain().toArray(new X509Certificate[0]);
    }

    private synchronized String aliasOf(KeyMaterial identity) {
        for (Map.Entry<String, KeyMaterial> entry : byAlias.entrySet()) {
            if (entry.getValue().equals(identity)) {
                return entry.getKey();
            }
        }
        if (byAlias.size() >= REMEMBERED_MAX) {
            byAlias.remove(byAlias.keySet().iterator().next());
        }
        String alias = "identity-" + nextAlias++;
        byAlias.put(alias, identity);
        return alias;
    }

    private static Optional<String> serverName(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return Optional.of(host.getAsciiName());
                }
            }
        }
        return Optional.empty();
    }

    // The remaining questions are about clients and plain sockets; this server has neither.

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
