package org.firmwarerecovery.update.io.flash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.firmwarerecovery.update.component.Digest;

/** A digest in the making over bytes as they pass. One thread at a time; after {@link #finish()} it starts anew. */
public final class RunningDigest {
    private final String algorithm;
    private final MessageDigest digest;

    /**
     * Starts a digest.
     *
     * @param algorithm {@link Digest#SHA_256} or {@link Digest#SHA_384}
     */
    public RunningDigest(String algorithm) {
        this.algorithm = algorithm;
        try {
            this.digest = MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no " + algorithm, e);
        }
    }

    /** The digest of {@code bytes} by {@code algorithm}. */
    public static Digest of(String algorithm, byte[] bytes) {
        RunningDigest running = new RunningDigest(algorithm);
        running.add(ByteBuffer.wrap(bytes));
        return running.finish();
    }

    /** Takes the remaining bytes of {@code bytes}. */
    public void add(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** Takes {@code length} bytes of {@code bytes} from {@code offset}. */
    public void add(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    /** The digest of everything taken since the start. */
    public Digest finish() {
        return new Digest(algorithm, HexFormat.of().formatHex(digest.digest()));
    }
}
