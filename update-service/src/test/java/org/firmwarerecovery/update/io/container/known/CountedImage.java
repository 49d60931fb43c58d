package org.firmwarerecovery.update.io.container.known;

import java.io.IOException;
import org.firmwarerecovery.update.io.container.ImageBytes;

/** An image in memory that counts what is read of it: the measure of a parser's time that no busy machine changes. */
final class CountedImage implements ImageBytes {
    private final ImageBytes image;
    private long bytes;
    private long reads;
    private int longest;

    CountedImage(byte[] image) {
        this.image = ImageBytes.of(image);
    }

    @Override
    public long size() {
        return image.size();
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) throws IOException {
        reads++;
        bytes += length;
        longest = Math.max(longest, into.length);
        image.read(position, into, offset, length);
    }

    /** Bytes read so far, again and again counted again and again. */
    long bytes() {
        return bytes;
    }

    /** Calls so far. */
    long reads() {
        return reads;
    }

    /** The largest array that was to be filled. */
    int longest() {
        return longest;
    }
}
