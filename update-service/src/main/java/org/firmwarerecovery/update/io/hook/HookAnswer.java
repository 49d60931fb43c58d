package org.firmwarerecovery.update.io.hook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standard output of a program that was asked something, kept up to a limit. A thread of its own reads it to its end: only the
 * end says that nothing is missing, and to wait for it must not keep anybody from looking at the time.
 */
final class HookAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(HookAnswer.class);
    private static final int READ_BYTES = 8 * 1024;

    private final InputStream output;
    private final int bytesMax;
    private final Thread reader;
    /** Written by the reader, read by others after its end. */
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private HookAnswer(InputStream output, int bytesMax) {
        this.output = output;
        this.bytesMax = bytesMax;
        this.reader = new Thread(this::read, "hook-answer");
        reader.setDaemon(true);
    }

    /** Reads {@code output} from now on; what is beyond {@code bytesMax} is thrown away. */
    static HookAnswer start(InputStream output, int bytesMax) {
        HookAnswer answer = new HookAnswer(output, bytesMax);
        answer.reader.start();
        return answer;
    }

    /** Waits for the end; false when it does not come in time, since somebody still holds the output. */
    boolean endsWithin(Duration time) throws InterruptedException {
        reader.join(time.toMillis());
        return !reader.isAlive();
    }

    /** All of it as UTF-8; empty when it was too long or has not ended. */
    Optional<String> text() {
        return reader.isAlive() || kept.size() > bytesMax
                ? Optional.empty()
                : Optional.of(kept.toString(StandardCharsets.UTF_8));
    }

    private void read() {
        byte[] buffer = new byte[READ_BYTES];
        try {
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                // One byte more than allowed tells that it was too long.
                kept.write(buffer, 0, Math.min(read, Math.max(0, bytesMax + 1 - kept.size())));
            }
        } catch (IOException e) {
            LOG.debug("the output of a hook cannot be read", e);
        }
    }
}
