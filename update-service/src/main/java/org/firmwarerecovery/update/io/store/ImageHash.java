package org.firmwarerecovery.update.io.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.firmwarerecovery.update.io.flash.BankFile;
import org.firmwarerecovery.update.io.flash.Extent;
import org.firmwarerecovery.update.io.flash.HashOutcome;
import org.firmwarerecovery.update.io.flash.Pace;
import org.firmwarerecovery.update.io.flash.RunningDigest;

/** Digest over a part of a file; a file that is too short gives the digest of what is there, which then differs. */
final class ImageHash {
    private ImageHash() {}

    static HashOutcome of(FileChannel file, String algorithm, Extent extent, Pace pace) throws IOException {
        RunningDigest digest = new RunningDigest(algorithm);
        ByteBuffer buffer = ByteBuffer.allocate(BankFile.BUFFER_BYTES);
        Pace.Run run = pace.begin();
        while (run.bytesDone() < extent.length()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), extent.length() - run.bytesDone()));
            int count = file.read(buffer, extent.offset() + run.bytesDone());
            if (count < 0) {
                break;
            }
            digest.add(buffer.flip());
            if (!run.advance(count)) {
                return new HashOutcome.Cancelled(run.bytesDone());
            }
        }
        return new HashOutcome.Hashed(digest.finish(), run.bytesDone());
    }
}
