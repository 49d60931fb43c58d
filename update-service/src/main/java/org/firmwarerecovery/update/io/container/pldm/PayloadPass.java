package org.firmwarerecovery.update.io.container.pldm;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.flash.RunningDigest;
import org.jspecify.annotations.Nullable;

/** One pass over what lies behind the header: the digest of each component, and the checksum where the format has one. */
final class PayloadPass implements PackageHeader.Digests {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Map<Integer, Digest> digests = new TreeMap<>();
    private final CRC32 checksum = new CRC32();

    private PayloadPass() {}

    /** Reads the components, which lie apart in the file, and with {@code wholly} what lies between and behind them too. */
    static PayloadPass over(ImageBytes image, int headerSize, List<ComponentEntry> byOffset, boolean wholly)
            throws IOException {
        PayloadPass pass = new PayloadPass();
        byte[] buffer = new byte[BUFFER_BYTES];
        RunningDigest digest = new RunningDigest(Digest.SHA_256);
        long at = headerSize;
        for (ComponentEntry entry : byOffset) {
            if (wholly) {
                pass.read(image, at, entry.offset(), buffer, null);
            }
            pass.read(image, entry.offset(), entry.end(), buffer, digest);
            pass.digests.put(entry.index(), digest.finish());
            at = entry.end();
        }
        if (wholly) {
            pass.read(image, at, image.size(), buffer, null);
        }
        return pass;
    }

    private void read(ImageBytes image, long from, long to, byte[] buffer, @Nullable RunningDigest digest)
            throws IOException {
        for (long at = from; at < to; ) {
            int count = (int) Math.min(buffer.length, to - at);
            image.read(at, buffer, 0, count);
            checksum.update(buffer, 0, count);
            if (digest != null) {
                digest.add(buffer, 0, count);
            }
            at += count;
        }
    }

    @Override
    public String sha256(ComponentEntry entry) {
        Digest digest = digests.get(entry.index());
        if (digest == null) {
            throw new IllegalStateException(entry.name() + " was not read");
        }
        return digest.hex();
    }

    /** CRC-32 of everything read; it is the payload checksum if the pass was made wholly. */
    long checksum() {
        return checksum.getValue();
    }
}
