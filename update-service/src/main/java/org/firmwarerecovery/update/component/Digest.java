package org.firmwarerecovery.update.component;

import java.util.regex.Pattern;

/**
 * A message digest as the manifest writes it.
 *
 * @param algorithm {@code sha-256} or {@code sha-384}; weaker ones never become a Digest
 * @param hex lower-case hexadecimal value of exactly the algorithm's length
 */
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
    /** Name of SHA-256 in manifests. */
    public static final String SHA_256 = "sha-256";
    /** Name of SHA-384 in manifests. */
    public static final String SHA_384 = "sha-384";

    private static final Pattern HEX = Pattern.compile("[0-9a-f]*");

    /** Refuses unknown algorithms and values of the wrong length. */
    public Digest {
        int digits = switch (algorithm) {
            case SHA_256 -> 64;
            case SHA_384 -> 96;
            default -> throw new IllegalArgumentException("digest algorithm not allowed: " + algorithm);
        };
        if (hex.length() != digits || !HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a " + algorithm + " value in lower-case hexadecimal: " + hex);
        }
    }

    /** A SHA-256 digest. */
    public static Digest sha256(String hex) {
        return new Digest(SHA_256, hex);
    }

    /** First 16 hexadecimal digits: enough to name an image to a person, and the LocalImageStore id. */
    public String brief() {
        return hex.substring(0, 16);
    }

    @Override
    public int compareTo(Digest other) {
        int byAlgorithm = algorithm.compareTo(other.algorithm);
        return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
