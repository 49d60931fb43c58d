package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.firmwarerecovery.update.io.tar.TarBlock;

/**
 * An opened bundle: manifest and signature in memory, the image still to be read. Read {@link #image()} to its end, then call
 * {@link #finish()}: only without a fault there was the stream a bundle. One thread.
 */
public final class Bundle {
    /** Zeros that may follow the end of the archive; GNU tar fills up to 10 KiB, others to a tape block. */
    static final int TRAILING_ZEROS_MAX = 1024 * 1024;

    private final InputStream stream;
    private final ManifestPair pair;
    private final String imageName;
    private final long imageSize;
    private final ImageStream image;

    Bundle(InputStream stream, ManifestPair pair, String imageName, long imageSize) {
        this.stream = stream;
        this.pair = pair;
        this.imageName = imageName;
        this.imageSize = imageSize;
        this.image = new ImageStream(stream, imageSize);
    }

    /** Manifest and signature, not verified. */
    public ManifestPair pair() {
        return pair;
    }

    /** Name of the image in the archive, for people only. */
    public String imageName() {
        return imageName;
    }

    /** Bytes of the image by the archive, not verified. */
    public long imageSize() {
        return imageSize;
    }

    /**
     * The bytes of the image: exactly {@link #imageSize()} of them, or fewer if the archive is cut off, which {@link #finish}
     * tells. Closing it does nothing.
     */
    public InputStream image() {
        return image;
    }

    /** Reads over what is left of the image and looks whether the archive ends there. */
    public Optional<BundleFault> finish() throws IOException {
        image.transferTo(OutputStream.nullOutputStream());
        int padding = TarBlock.padding(imageSize);
        if (image.left > 0 || stream.readNBytes(padding).length < padding) {
            return Optional.of(new BundleFault(
                    BundleFault.Reason.TRUNCATED, "the stream ends within the image, " + image.left + " bytes early"));
        }
        byte[] block = stream.readNBytes(TarBlock.BYTES);
        if (block.length < TarBlock.BYTES) {
            return Optional.of(
                    new BundleFault(BundleFault.Reason.TRUNCATED, "the stream ends before the end of the archive"));
        }
        for (int zeros = 0; block.length > 0; zeros += block.length) {
            if (!TarBlock.isZero(block, block.length)) {
                return Optional.of(
                        new BundleFault(BundleFault.Reason.TRAILING_DATA, "something follows the third member"));
            }
            if (zeros > TRAILING_ZEROS_MAX) {
                return Optional.of(new BundleFault(
                        BundleFault.Reason.TRAILING_DATA,
                        "more than " + TRAILING_ZEROS_MAX + " zeros follow the third member"));
            }
            block = stream.readNBytes(TarBlock.BYTES);
        }
        return Optional.empty();
    }

    private static final class ImageStream extends InputStream {
        private final InputStream stream;
        private long left;
        private boolean ended;

        private ImageStream(InputStream stream, long size) {
            this.stream = stream;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0 || ended) {
                return -1;
            }
            int count = stream.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                ended = true;
                return -1;
            }
            left -= count;
            return count;
        }
    }
}
