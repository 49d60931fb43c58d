package org.firmwarerecovery.update.io.container.openbmc;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.digests.NullDigest;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.openssl.PEMParser;

/**
 * A public RSA key of a vendor, which verifies PKCS#1 v1.5 signatures over digests that are already made: an image streams by
 * once, before the key that signed it is known. Immutable.
 */
public final class RsaKey {
    /** Fewest bits; below that a signature proves nothing. */
    public static final int BITS_MIN = 2048;
    /** Most bits; larger keys only burn time. */
    public static final int BITS_MAX = 16384;
    /** Most bits of the public exponent, for the same reason. */
    static final int EXPONENT_BITS_MAX = 64;
    /** Most bytes of a file with one key. */
    public static final int FILE_BYTES_MAX = 16 * 1024;

    /**
     * SHA-256 over the SubjectPublicKeyInfo of the key pair that OpenBMC publishes for development (OpenBMC.priv, also inside
     * gen-bios-tar) and trusts by default: everybody can sign with it.
     */
    static final String PUBLISHED = "a48ae977cf91ad27f3a90c2550a990f9e221c083b000d6e4739a6bedd140daa6";

    private final RSAKeyParameters key;
    private final String fingerprint;

    private RsaKey(RSAKeyParameters key, String fingerprint) {
        this.key = key;
        this.fingerprint = fingerprint;
    }

    /**
     * Reads one public key in PEM form.
     *
     * @throws IOException with the reason where it is none, or one too weak or too large
     */
    public static RsaKey ofPem(byte[] pem) throws IOException {
        if (pem.length > FILE_BYTES_MAX) {
            throw new IOException("has more than " + FILE_BYTES_MAX + " bytes");
        }
        Object found;
        try (PEMParser parser = new PEMParser(new StringReader(new String(pem, StandardCharsets.ISO_8859_1)))) {
            found = parser.readObject();
        } catch (IOException | RuntimeException e) {
            // Hostile DER shows in many kinds of exceptions.
            throw new IOException("is no public key in PEM form", e);
        }
        if (found instanceof SubjectPublicKeyInfo info) {
            return of(info);
        }
        throw new IOException("is no public key in PEM form");
    }

    private static RsaKey of(SubjectPublicKeyInfo info) throws IOException {
        if (!PKCSObjectIdentifiers.rsaEncryption.equals(info.getAlgorithm().getAlgorithm())) {
            throw new IOException("is no RSA key");
        }
        try {
            RSAPublicKey numbers = RSAPublicKey.getInstance(info.parsePublicKey());
            int bits = numbers.getModulus().bitLength();
            if (bits < BITS_MIN || bits > BITS_MAX) {
                throw new IOException("has " + bits + " bits, allowed are " + BITS_MIN + " to " + BITS_MAX);
            }
            BigInteger exponent = numbers.getPublicExponent();
            if (exponent.signum() <= 0
                    || exponent.bitLength() < 2
                    || exponent.bitLength() > EXPONENT_BITS_MAX
                    || !exponent.testBit(0)) {
                throw new IOException("has a public exponent that is not allowed");
            }
            return new RsaKey(
                    new RSAKeyParameters(false, numbers.getModulus(), exponent), sha256(info.getEncoded("DER")));
        } catch (RuntimeException e) {
            throw new IOException("is no usable RSA key", e);
        }
    }

    /** SHA-256 over the SubjectPublicKeyInfo, in lower-case hexadecimal: the name of the key for people. */
    public String fingerprint() {
        return fingerprint;
    }

    /** True for the development key whose private half OpenBMC publishes: everybody can sign with it. */
    public boolean isPublished() {
        return fingerprint.equals(PUBLISHED);
    }

    /** True if {@code signature} is this key's over content of this digest. */
    boolean verifies(HashType type, byte[] digest, byte[] signature) {
        RSADigestSigner signer = new RSADigestSigner(new NullDigest(), type.identifier());
        signer.init(false, key);
        signer.update(digest, 0, digest.length);
        return signer.verifySignature(signature);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
