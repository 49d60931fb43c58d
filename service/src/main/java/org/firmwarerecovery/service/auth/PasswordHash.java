package org.firmwarerecovery.service.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A stored password: algorithm, cost and salt travel with the hash, so that the cost can be raised without locking
 * anybody out.
 *
 * @param algorithm a JDK secret key factory, {@value #ALGORITHM} for new ones
 * @param iterations PBKDF2 rounds
 * @param salt base64, 16 random bytes per account
 * @param hash base64, 64 bytes
 */
public record PasswordHash(String algorithm, int iterations, String salt, String hash) {
    /** What new passwords are stored with. */
    public static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    /** Rounds for new passwords: the figure OWASP gives for this function. */
    public static final int ITERATIONS = 210_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 512;

    /** Hashes a password with a fresh salt. */
    public static PasswordHash of(String password, int iterations, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = derive(ALGORITHM, password, salt, iterations);
        Base64.Encoder base64 = Base64.getEncoder();
        return new PasswordHash(ALGORITHM, iterations, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    /** Whether this is the hash of {@code password}; takes the same time for every answer. */
    public boolean matches(String password) {
        byte[] expected = Base64.getDecoder().decode(hash);
        byte[] found = derive(algorithm, password, Base64.getDecoder().decode(salt), iterations);
        return MessageDigest.isEqual(expected, found);
    }

    private static byte[] derive(String algorithm, String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + algorithm, e);
        } finally {
            spec.clearPassword();
        }
    }

    /** Never the hash: records end up in logs. */
    @Override
    public String toString() {
        return "PasswordHash[" + algorithm + ", " + iterations + "]";
    }
}
