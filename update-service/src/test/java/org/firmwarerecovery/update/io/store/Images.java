package org.firmwarerecovery.update.io.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.flash.RunningDigest;

/** Images made of noise, with the shape a manifest would give them. */
final class Images {
    static final int CHUNK = 4096;

    private Images() {}

    static byte[] image(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static ImageShape shape(byte[] image) {
        List<Digest> chunks = new ArrayList<>();
        for (int at = 0; at < image.length; at += CHUNK) {
            chunks.add(digest(Arrays.copyOfRange(image, at, Math.min(image.length, at + CHUNK))));
        }
        return new ImageShape(digest(image), image.length, CHUNK, chunks);
    }

    static byte[] chunk(byte[] image, int index) {
        int at = index * CHUNK;
        return Arrays.copyOfRange(image, at, Math.min(image.length, at + CHUNK));
    }

    static ManifestPair sidecars(byte[] image) {
        return ManifestPair.of(
                ("{\"digest\":\"" + digest(image).hex() + "\"}").getBytes(StandardCharsets.UTF_8),
                "signature".getBytes(StandardCharsets.UTF_8));
    }

    static Digest digest(byte[] bytes) {
        return RunningDigest.of(Digest.SHA_256, bytes);
    }
}
