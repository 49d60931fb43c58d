package org.firmwarerecovery.service.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands for a secret where people and logs see it: equal secrets have equal marks, and a mark tells nothing about its secret, since
 * the key is made at the start and never leaves the process. Thread-safe.
 */
final class SecretMark {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MARK_DIGITS = 16;

    private final SecretKeySpec key;

    private SecretMark(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Marks under a new key. */
    static SecretMark random() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new SecretMark(key);
    }

    /** The mark of {@code secret}. */
    String of(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] octets = mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(octets).substring(0, MARK_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
