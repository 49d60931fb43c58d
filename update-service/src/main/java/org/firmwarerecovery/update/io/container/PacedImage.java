package org.firmwarerecovery.update.io.container;

import java.io.IOException;
import org.firmwarerecovery.update.io.flash.Pace;

/** An image whose reading goes at a pace and can be cancelled: a parser knows nothing of either. */
public final class PacedImage implements ImageBytes {
    private final ImageBytes image;
    private final Pace.Run run;

    /** The same bytes, read at {@code pace}. */
    public PacedImage(ImageBytes image, Pace pace) {
        this.image = image;
        this.run = pace.begin();
    }

    @Override
    public long size() {
        return image.size();
    }

    /** As that of the image; {@link CancelledException} when the pace says to stop. */
    @Override
    public void read(long position, byte[] into, int offset, int length) throws IOException {
        image.read(position, into, offset, length);
        if (!run.advance(length)) {
            throw new CancelledException();
        }
    }

    /** Bytes read so far. */
    public long bytesDone() {
        return run.bytesDone();
    }

    /** Reading was cancelled; nothing is wrong with the image. */
    public static final class CancelledException extends IOException {
        private static final long serialVersionUID = 1L;

        CancelledException() {
            super("reading was cancelled");
        }
    }
}
