package org.firmwarerecovery.update.io.container.capsule;

import java.io.IOException;
import org.firmwarerecovery.update.io.container.ImageBytes;
import org.firmwarerecovery.update.io.container.RefusedException;

/** A dependency expression before a payload (UEFI 2.10, 23.2): walked to find its end, not evaluated. */
final class Dependencies {
    /** Longest expression. */
    static final int BYTES_MAX = 4096;

    private static final int PUSH_GUID = 0x00;
    private static final int PUSH_VERSION = 0x01;
    private static final int DECLARE_VERSION_NAME = 0x02;
    private static final int END = 0x0D;
    private static final int DECLARE_LENGTH = 0x0E;
    private static final int GUID_BYTES = 16;
    private static final int NUMBER_BYTES = 4;

    private Dependencies() {}

    /** Where the expression ends that begins at {@code begin}. */
    static long end(ImageBytes image, long begin, long limit) throws IOException, RefusedException {
        byte[] code = image.read(begin, (int) Math.min(BYTES_MAX, limit - begin));
        int at = 0;
        while (at < code.length) {
            int operation = code[at++] & 0xFF;
            if (operation == END) {
                return begin + at;
            }
            if (operation > DECLARE_LENGTH) {
                throw new RefusedException("the dependency expression has the unknown operation " + operation);
            }
            if (operation == PUSH_GUID) {
                at += GUID_BYTES;
            } else if (operation == PUSH_VERSION || operation == DECLARE_LENGTH) {
                at += NUMBER_BYTES;
            } else if (operation == DECLARE_VERSION_NAME) {
                at = afterZero(code, at);
            }
        }
        throw new RefusedException("the dependency expression does not end within " + code.length + " bytes");
    }

    private static int afterZero(byte[] code, int from) {
        int at = from;
        while (at < code.length && code[at] != 0) {
            at++;
        }
        return at + 1;
    }
}
