package org.firmwarerecovery.discovery.core;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The three HMAC-SHA256 values of donor discovery. Each is computed over fields joined by one {@code |} (0x7C), in UTF-8,
 * without terminator:
 *
 * <pre>
 *   MATCH         nonce | SoftwareId            first 16 octets, 32 lower-case hexadecimal digits
 *   TAG, search   nonce | ST | MATCH            all 32 octets, 64 lower-case hexadecimal digits
 *   TAG, answer   nonce | ST | AL | USN         all 32 octets, 64 lower-case hexadecimal digits
 * </pre>
 *
 * <p>All fields are the header values exactly as sent; the nonce is 16 octets in lower-case hexadecimal. No field contains
 * {@code |}, so the number of separators tells the three apart and no value of one kind can be passed off as another.
 * Comparison takes the same time wherever the values differ.
 */
public final class DonorTag {
    /** Hexadecimal digits of a nonce. */
    public static final int NONCE_DIGITS = 32;
    /** Hexadecimal digits of a MATCH value. */
    public static final int MATCH_DIGITS = 32;
    /** Hexadecimal digits of a TAG value. */
    public static final int TAG_DIGITS = 64;

    private static final String ALGORITHM = "HmacSHA256";
    private static final char SEPARATOR = '|';
    private static final Pattern NONCE = Pattern.compile("[0-9a-f]{32}");

    private final FleetKey key;

    /** Tags under {@code key}. */
    public DonorTag(FleetKey key) {
        this.key = key;
    }

    /** True when {@code nonce} is 16 octets in lower-case hexadecimal. */
    public static boolean isNonce(String nonce) {
        return NONCE.matcher(nonce).matches();
    }

    /** True when {@code field} may be part of a tagged text. */
    public static boolean isField(String field) {
        return !field.isEmpty() && field.indexOf(SEPARATOR) < 0;
    }

    /** What a search asks for, readable only with the key. */
    public String match(String nonce, String softwareId) {
        return hex(mac(nonce, softwareId)).substring(0, MATCH_DIGITS);
    }

    /** The tag of a search. */
    public String ofSearch(String nonce, String target, String match) {
        return hex(mac(nonce, target, match));
    }

    /** The tag of an answer. */
    public String ofAnswer(String nonce, String target, String location, String serviceName) {
        return hex(mac(nonce, target, location, serviceName));
    }

    /** True when {@code match} is what a search for {@code softwareId} under {@code nonce} carries. */
    public boolean matches(String match, String nonce, String softwareId) {
        return isField(softwareId) && same(match, match(nonce, softwareId));
    }

    /** True when {@code tag} is the right one for this search; false also for fields that no tag can cover. */
    public boolean provesSearch(String tag, String nonce, String target, String match) {
        return isNonce(nonce) && isField(target) && isField(match) && same(tag, ofSearch(nonce, target, match));
    }

    /** True when {@code tag} is the right one for this answer; false also for fields that no tag can cover. */
    public boolean provesAnswer(String tag, String nonce, String target, String location, String serviceName) {
        return isNonce(nonce)
                && isField(target)
                && isField(location)
                && isField(serviceName)
                && same(tag, ofAnswer(nonce, target, location, serviceName));
    }

    /**
     * Several nonces out of one draw of chance: number {@code index} of the moment whose entropy is {@code entropy}. Nonces
     * are public, so they are derived one way: they tell nothing about the entropy.
     */
    static String nonce(String entropy, int index) {
        byte[] octets = mac(utf8(entropy), utf8("donor search nonce" + SEPARATOR + index));
        return hex(octets).substring(0, NONCE_DIGITS);
    }

    private byte[] mac(String... fields) {
        for (String field : fields) {
            if (!isField(field)) {
                throw new IllegalArgumentException("a field is empty or contains the separator");
            }
        }
        byte[] octets = key.octets();
        try {
            return mac(octets, utf8(String.join(String.valueOf(SEPARATOR), fields)));
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static byte[] mac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static boolean same(String given, String right) {
        return MessageDigest.isEqual(utf8(given), utf8(right));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }
}
