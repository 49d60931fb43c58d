package org.firmwarerecovery.update.io.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.firmwarerecovery.update.io.trust.ClockRule.Judgement;
import org.firmwarerecovery.update.manifest.RevocationList;
import org.jspecify.annotations.Nullable;

/**
 * PKIX path building (RFC 5280) from a certificate to one of the configured roots, with the clock rule and revocation lists
 * from files. Never looks at the web trust store and never fetches anything. Thread-safe.
 */
final class TrustPath {
    /** Most certificates that may come along with the one to judge. */
    static final int CERTIFICATES_MAX = 16;
    /** Most authorities between the certificate and its root. */
    static final int INTERMEDIATES_MAX = 4;

    private final List<X509Certificate> roots;
    private final List<X509CRL> revoked;
    private final RevocationList struck;

    TrustPath(List<X509Certificate> roots, List<X509CRL> revoked) {
        this(roots, revoked, RevocationList.NONE);
    }

    private TrustPath(List<X509Certificate> roots, List<X509CRL> revoked, RevocationList struck) {
        this.roots = List.copyOf(roots);
        this.revoked = List.copyOf(revoked);
        this.struck = struck;
    }

    /** Only what {@code list} strikes out, below the same roots: everything else was checked before. */
    TrustPath only(RevocationList list) {
        return new TrustPath(roots, List.of(), list);
    }

    /** The reason why {@code leaf} does not chain to a root as judged; empty if it does. */
    Optional<String> check(X509Certificate leaf, List<X509Certificate> others, Judgement judgement) {
        if (others.size() > CERTIFICATES_MAX) {
            return Optional.of("more than " + CERTIFICATES_MAX + " certificates");
        }
        Optional<String> lifetime = lifetime(leaf, judgement);
        if (lifetime.isPresent()) {
            return lifetime;
        }
        // A certificate that is configured as a root itself needs no issuer.
        if (roots.contains(leaf)) {
            return revocation(leaf, leaf).or(() -> KeyRules.issued(leaf, leaf));
        }
        String reason = "no chain from " + KeyRules.name(leaf) + " to a configured root";
        for (Instant at : times(leaf, others, judgement)) {
            try {
                return path(leaf, others, at);
            } catch (CertPathBuilderException e) {
                reason = "no valid chain from " + KeyRules.name(leaf) + " to a configured root: " + deepest(e);
            } catch (GeneralSecurityException e) {
                return Optional.of("the chain of " + KeyRules.name(leaf) + " can not be judged: " + e.getMessage());
            }
        }
        return Optional.of(reason);
    }

    private static Optional<String> lifetime(X509Certificate leaf, Judgement judgement) {
        Instant begin = leaf.getNotBefore().toInstant();
        Instant end = leaf.getNotAfter().toInstant();
        if (judgement.at().isBefore(begin)) {
            return Optional.of("the certificate of " + KeyRules.name(leaf) + " is valid from " + begin
                    + " on, judged at " + judgement.at());
        }
        if (!judgement.endsIgnored() && judgement.at().isAfter(end)) {
            return Optional.of("the certificate of " + KeyRules.name(leaf) + " was valid until " + end + ", judged at "
                    + judgement.at());
        }
        return Optional.empty();
    }

    /**
     * The times to try. With ends ignored there must have been a moment, not after the judged one, at which the whole chain
     * was valid; if there is one, then some certificate's first moment is one, so these are enough.
     */
    private static List<Instant> times(X509Certificate leaf, List<X509Certificate> others, Judgement judgement) {
        if (!judgement.endsIgnored()) {
            return List.of(judgement.at());
        }
        Set<Instant> begins = new LinkedHashSet<>();
        begins.add(leaf.getNotBefore().toInstant());
        others.forEach(other -> begins.add(other.getNotBefore().toInstant()));
        List<Instant> times = new ArrayList<>(begins);
        times.removeIf(begin -> begin.isAfter(judgement.at()));
        times.sort(Comparator.reverseOrder());
        return times;
    }

    private Optional<String> path(X509Certificate leaf, List<X509Certificate> others, Instant at)
            throws GeneralSecurityException {
        if (roots.isEmpty()) {
            return Optional.of("no root is configured");
        }
        Set<TrustAnchor> anchors = new LinkedHashSet<>();
        roots.forEach(root -> anchors.add(new TrustAnchor(root, null)));
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.setDate(Date.from(at));
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(INTERMEDIATES_MAX);
        List<X509Certificate> all = new ArrayList<>(others);
        all.add(leaf);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
        PKIXCertPathBuilderResult result =
                (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
        return links(
                result.getCertPath().getCertificates(), result.getTrustAnchor().getTrustedCert());
    }

    private Optional<String> links(List<? extends Certificate> path, @Nullable X509Certificate root) {
        for (int i = 0; i < path.size(); i++) {
            X509Certificate certificate = (X509Certificate) path.get(i);
            X509Certificate issuer = i + 1 < path.size() ? (X509Certificate) path.get(i + 1) : root;
            if (issuer == null) {
                return Optional.of("the chain ends without a root");
            }
            Optional<String> broken = KeyRules.issued(certificate, issuer).or(() -> revocation(certificate, issuer));
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private Optional<String> revocation(X509Certificate certificate, X509Certificate issuer) {
        if (CertificateFacts.isStruck(certificate, struck)) {
            return Optional.of(
                    "the certificate of " + KeyRules.name(certificate) + " is revoked by list " + struck.sequence());
        }
        for (X509CRL list : revoked) {
            if (list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    && isSignedBy(list, issuer)
                    && list.isRevoked(certificate)) {
                return Optional.of("the certificate of " + KeyRules.name(certificate) + " is revoked");
            }
        }
        return Optional.empty();
    }

    private static boolean isSignedBy(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            // Another authority with the same name: its list says nothing about this issuer's certificates.
            return false;
        }
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
