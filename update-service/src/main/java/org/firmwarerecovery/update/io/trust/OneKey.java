package org.firmwarerecovery.update.io.trust;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows one key and its chain to every TLS server that asks for a client certificate its kind fits. A key store would do the
 * same, but it encrypts the key under a password first: at every start a fifth of the CPU time of the main thread.
 * Immutable and thread-safe.
 */
public final class OneKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "node";

    private final KeyMaterial material;

    /** The key manager of a client with this key. */
    public OneKey(KeyMaterial material) {
        this.material = material;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return Arrays.asList(keyTypes).contains(keyType()) && isFrom(issuers) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return chooseClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseClientAlias(new String[] {keyType}, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? material.key() : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? material.chain().toArray(new X509Certificate[0]) : null;
    }

    private String keyType() {
        return material.certificate().getPublicKey().getAlgorithm();
    }

    /** A server may name the authorities it believes; naming none, it takes all. */
    private boolean isFrom(Principal @Nullable [] issuers) {
        if (issuers == null || issuers.length == 0) {
            return true;
        }
        List<Principal> believed = Arrays.asList(issuers);
        return material.chain().stream()
                .anyMatch(certificate -> believed.contains(certificate.getIssuerX500Principal()));
    }

    // The remaining questions are about servers; this is a client's key.

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
