package org.firmwarerecovery.update.io.flash;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A flash that passes everything on; tests change single operations. */
public class FlashWrapper implements Flash {
    private final Flash inner;

    /** Passes on to {@code inner}. */
    public FlashWrapper(Flash inner) {
        this.inner = inner;
    }

    @Override
    public long size() {
        return inner.size();
    }

    @Override
    public int eraseBlockSize() {
        return inner.eraseBlockSize();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        inner.read(offset, target);
    }

    @Override
    public void erase(long offset, long length) throws IOException {
        inner.erase(offset, length);
    }

    @Override
    public void program(long offset, ByteBuffer source) throws IOException {
        inner.program(offset, source);
    }

    @Override
    public void force() throws IOException {
        inner.force();
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
