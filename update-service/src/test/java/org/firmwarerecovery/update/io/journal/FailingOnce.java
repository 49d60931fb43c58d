package org.firmwarerecovery.update.io.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.firmwarerecovery.update.io.flash.FaultyFlash;
import org.firmwarerecovery.update.io.flash.FlashWrapper;

/** A flash of which one write operation fails, and then it works again: a medium that hiccups. */
final class FailingOnce extends FlashWrapper {
    private final FaultyFlash inner;
    private int operationsToFailure;

    FailingOnce(FaultyFlash inner, int operationsToFailure) {
        super(inner);
        this.inner = inner;
        this.operationsToFailure = operationsToFailure;
    }

    byte[] durableBytes() {
        return inner.durableBytes();
    }

    @Override
    public void erase(long offset, long length) throws IOException {
        failOnce();
        super.erase(offset, length);
    }

    @Override
    public void program(long offset, ByteBuffer source) throws IOException {
        failOnce();
        super.program(offset, source);
    }

    @Override
    public void force() throws IOException {
        failOnce();
        super.force();
    }

    private void failOnce() throws IOException {
        if (operationsToFailure-- == 0) {
            throw new IOException("medium error");
        }
    }
}
