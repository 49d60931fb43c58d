package org.firmwarerecovery.update.io.trust;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which certificates a node takes for serving people: ones that today's clients take. Who issued them is the operator's
 * business. Every answer is the broken rule in words, or empty.
 */
final class HttpsRules {
    /** Fewest bits of an RSA key. */
    static final int RSA_BITS_MIN = 2048;
    /** Most certificates in a chain. */
    static final int CHAIN_MAX = 8;

    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int X509_V3 = 3;

    private HttpsRules() {}

    /** The first rule that a chain breaks; {@code now} is the time as the clock rule has it. */
    static Optional<String> check(List<X509Certificate> chain, ClockRule.Judgement now) {
        if (chain.size() > CHAIN_MAX) {
            return Optional.of("the chain has " + chain.size() + " certificates, allowed are " + CHAIN_MAX);
        }
        X509Certificate leaf = chain.get(0);
        return first(
                leaf.getVersion() == X509_V3 ? Optional.empty() : Optional.of("it is not an X.509 v3 certificate"),
                key(leaf.getPublicKey()),
                usage(leaf),
                validity(chain, now),
                links(chain));
    }

    @SafeVarargs
    private static Optional<String> first(Optional<String>... answers) {
        for (Optional<String> answer : answers) {
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> key(PublicKey key) {
        if (key instanceof RSAPublicKey rsa && key.getAlgorithm().equals("RSA")) {
            int bits = rsa.getModulus().bitLength();
            return bits < RSA_BITS_MIN || bits > KeyRules.RSA_BITS_MAX
                    ? Optional.of("its RSA key has " + bits + " bits, allowed are " + RSA_BITS_MIN + " to "
                            + KeyRules.RSA_BITS_MAX)
                    : Optional.empty();
        }
        return key instanceof ECPublicKey && KeyRules.isAllowedCurve(key)
                ? Optional.empty()
                : Optional.of("its key is neither ECDSA on P-256 or P-384 nor RSA");
    }

    /** Extensions may be absent; where they are, they must allow what a TLS server does. */
    private static Optional<String> usage(X509Certificate leaf) {
        boolean[] bits = leaf.getKeyUsage();
        if (bits != null && !bits[DIGITAL_SIGNATURE]) {
            return Optional.of("its key usage lacks digitalSignature");
        }
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            boolean server =
                    purposes == null || purposes.contains(KeyRules.SERVER_AUTH) || purposes.contains(ANY_PURPOSE);
            return server ? Optional.empty() : Optional.of("its extended key usage lacks serverAuth");
        } catch (CertificateParsingException e) {
            return Optional.of("its extended key usage is malformed");
        }
    }

    private static Optional<String> validity(List<X509Certificate> chain, ClockRule.Judgement now) {
        for (X509Certificate certificate : chain) {
            Instant begin = certificate.getNotBefore().toInstant();
            Instant end = certificate.getNotAfter().toInstant();
            if (begin.isAfter(now.at())) {
                return Optional.of("the certificate of " + KeyRules.name(certificate) + " is valid only from " + begin
                        + " on" + (now.clockUnset() ? ", and the clock is not set" : ""));
            }
            if (end.isBefore(now.at()) && !now.endsIgnored()) {
                return Optional.of("the certificate of " + KeyRules.name(certificate) + " expired at " + end);
            }
        }
        return Optional.empty();
    }

    /** Each certificate is issued by the next one, with a hash that still counts. */
    private static Optional<String> links(List<X509Certificate> chain) {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            boolean selfSigned = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
            X509Certificate issuer = i + 1 < chain.size() ? chain.get(i + 1) : certificate;
            if (i + 1 < chain.size()) {
                try {
                    certificate.verify(issuer.getPublicKey());
                } catch (GeneralSecurityException e) {
                    return Optional.of("the certificate of " + KeyRules.name(certificate) + " is not issued by "
                            + KeyRules.name(issuer) + ", which follows it");
                }
            }
            // Nobody relies on what a root says of itself.
            Optional<String> weak = selfSigned && i > 0 ? Optional.empty() : KeyRules.issued(certificate, issuer);
            if (weak.isPresent()) {
                return weak;
            }
        }
        return Optional.empty();
    }
}
