package org.firmwarerecovery.update.io.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.firmwarerecovery.update.io.flash.Extent;
import org.firmwarerecovery.update.io.flash.Flash;

/** Reads one extent of a flash from its first byte to its last. One thread; closing it leaves the flash open. */
final class FlashChannel implements ReadableByteChannel {
    private final Flash flash;
    private final Extent extent;
    private long done;
    private boolean open = true;

    FlashChannel(Flash flash, Extent extent) {
        this.flash = flash;
        this.extent = extent;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        long left = extent.length() - done;
        if (left <= 0) {
            return -1;
        }
        int limit = target.limit();
        int count = (int) Math.min(left, target.remaining());
        target.limit(target.position() + count);
        try {
            flash.read(extent.offset() + done, target);
        } finally {
            target.limit(limit);
        }
        done += count;
        return count;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
