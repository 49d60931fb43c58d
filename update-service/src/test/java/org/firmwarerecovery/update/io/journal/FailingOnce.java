package org.firmwarerecovery.update.io.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.firmwarerecovery.update.io.flash.FaultyFlash;
import org.firmwarerecovery.update.io.flash.Flash;

/** A flash of which one write operation fails, and then it works again: a medium that hiccups. */
final class FailingOnce implements Flash {
    private final FaultyFlash inner;
    private int operationsToFailure;

    FailingOnce(FaultyFlash inner, int operationsToFailure) {
        this.inner = inner;
        this.operationsToFailure = operationsToFailure;
    }

    byte[] durableBytes() {
        return inner.durableBytes();
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
        failOnce();
        inner.erase(offset, length);
    }

    @Override
    public void program(long offset, ByteBuffer source) throws IOException {
        failOnce();
        inner.program(offset, source);
    }

    @Override
    public void force() throws IOException {
        failOnce();
        inner.force();
    }

    @Override
    public void close() {
        inner.close();
    }

    private void failOnce() throws IOException {
        if (operationsToFailure-- == 0) {
            throw new IOException("medium error");
        }
    }
}
