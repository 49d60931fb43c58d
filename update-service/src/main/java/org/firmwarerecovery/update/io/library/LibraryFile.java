package org.firmwarerecovery.update.io.library;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import org.firmwarerecovery.update.component.Digest;
import org.firmwarerecovery.update.io.flash.RunningDigest;
import org.firmwarerecovery.update.io.store.ManifestPair;
import org.firmwarerecovery.update.manifest.SignedManifest;

/** An image of the library that is open for reading where it lies, a member of a bundle or a file. Used by one thread. */
public final class LibraryFile implements Closeable {
    private final FileChannel channel;
    private final long offset;
    private final Candidate candidate;
    private final SignedManifest manifest;
    private final LibraryCheck check;

    LibraryFile(FileChannel channel, long offset, Candidate candidate, SignedManifest manifest, LibraryCheck check) {
        this.channel = channel;
        this.offset = offset;
        this.candidate = candidate;
        this.manifest = manifest;
        this.check = check;
    }

    /** Its verified manifest. */
    public SignedManifest manifest() {
        return manifest;
    }

    /**
     * Fills the buffer with the bytes at an offset of the image.
     *
     * @throws EOFException when the file has become shorter
     */
    public void read(long from, ByteBuffer target) throws IOException {
        long position = offset + from;
        while (target.hasRemaining()) {
            int count = channel.read(target, position);
            if (count < 0) {
                throw new EOFException("the file in the library ends at byte " + position);
            }
            position += count;
        }
    }

    /** Manifest and signature as they stand in the library; empty when they are no longer those that were verified. */
    public Optional<ManifestPair> pair() throws IOException {
        channel.position(0);
        ManifestPair pair = check.pair(candidate, channel);
        Digest found =
                RunningDigest.of(manifest.digest().algorithm(), pair.manifest().array());
        return found.equals(manifest.digest()) ? Optional.of(pair) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
