package org.firmwarerecovery.update.io.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.firmwarerecovery.update.io.trust.ClockRule.Judgement;
import org.firmwarerecovery.update.negotiation.PeerRole;

/**
 * Decides which certificates belong to peers of this fleet: PKIX to the fleet's authority, extended key usage, one node
 * name, all under the clock rule. Thread-safe; no I/O after construction.
 */
public final class FleetTrust {
    private final List<X509Certificate> authorities;
    private final TrustPath path;
    private final ClockRule clock;

    /** Trust in the fleet authorities {@code authorities} ({@code trust.fleetCa}). */
    public FleetTrust(List<X509Certificate> authorities, ClockRule clock) {
        this.authorities = List.copyOf(authorities);
        this.path = new TrustPath(authorities, List.of());
        this.clock = clock;
    }

    /** Trust in the fleet authorities in a PEM file. */
    public static FleetTrust ofFile(Path authorityFile, ClockRule clock) throws IOException {
        return new FleetTrust(Pem.certificates(authorityFile), clock);
    }

    /** What looking at a peer's certificate gave. */
    public sealed interface Verdict {}

    /**
     * A peer of this fleet.
     *
     * @param uuid the node
     * @param roles its certified roles
     * @param clockUnset true if ends of validity were ignored because the clock is unset
     */
    public record Authorised(String uuid, List<PeerRole> roles, boolean clockUnset) implements Verdict {}

    /** Not a peer of this fleet; {@code reason} is for the log, a refused client only learns that it was refused. */
    public record NotTrusted(String reason) implements Verdict {}

    /**
     * Judges a client that has proved in TLS to hold the key of the first certificate.
     *
     * @param chain the client's chain as TLS gave it, possibly empty
     */
    public Verdict authorise(List<X509Certificate> chain) {
        return judge(chain, KeyRules.CLIENT_AUTH, "clientAuth");
    }

    /** Judges a server that has to be the node {@code expectedUuid}. */
    public Verdict authoriseServer(List<X509Certificate> chain, String expectedUuid) {
        Verdict verdict = judge(chain, KeyRules.SERVER_AUTH, "serverAuth");
        if (verdict instanceof Authorised peer && !peer.uuid().equals(expectedUuid)) {
            return new NotTrusted("the peer is node " + peer.uuid() + ", not " + expectedUuid);
        }
        return verdict;
    }

    private Verdict judge(List<X509Certificate> chain, String purpose, String purposeName) {
        if (chain.isEmpty()) {
            return new NotTrusted("there is no certificate");
        }
        X509Certificate certificate = chain.get(0);
        if (authorities.contains(certificate)) {
            return new NotTrusted("the certificate is the fleet's authority, not a node's");
        }
        Judgement judgement = clock.now();
        Optional<String> broken = KeyRules.usage(certificate, purpose, purposeName)
                .or(() -> path.check(certificate, chain.subList(1, chain.size()), judgement));
        if (broken.isPresent()) {
            return new NotTrusted(broken.get());
        }
        return FleetIdentity.of(certificate)
                .<Verdict>map(peer -> new Authorised(peer.uuid(), peer.roles(), judgement.clockUnset()))
                .orElseGet(() -> new NotTrusted("the certificate names no node"));
    }
}
