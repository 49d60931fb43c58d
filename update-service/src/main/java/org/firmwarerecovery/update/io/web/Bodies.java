package org.firmwarerecovery.update.io.web;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies within bounds. Streams are not closed here: closing one reads what is left of it, which may be endless. A body
 * that was read to its end frees its connection; after an exception the caller cancels the request.
 */
public final class Bodies {
    private Bodies() {}

    /** The whole body, at most {@code bytesMax} bytes; empty when there is none. */
    public static byte[] small(@Nullable HttpEntity entity, int bytesMax, WebLimits limits) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        if (entity.getContentLength() > bytesMax) {
            throw new AnswerException(
                    "the answer has " + entity.getContentLength() + " bytes, at most " + bytesMax + " are taken");
        }
        InputStream body = new RatedInput(entity.getContent(), limits);
        byte[] bytes = body.readNBytes(bytesMax + 1);
        if (bytes.length > bytesMax) {
            throw new AnswerException("the answer has more than " + bytesMax + " bytes");
        }
        return bytes;
    }

    /** Exactly {@code length} bytes, counted by {@code watch}; a body that is shorter or longer is refused. */
    public static byte[] exact(@Nullable HttpEntity entity, int length, RateWatch watch) throws IOException {
        if (entity == null) {
            throw new AnswerException("the answer has no body");
        }
        if (entity.getContentLength() >= 0 && entity.getContentLength() != length) {
            throw new AnswerException("the answer has " + entity.getContentLength() + " bytes instead of " + length);
        }
        byte[] bytes = new byte[length];
        InputStream body = watch.over(entity.getContent());
        int count = body.readNBytes(bytes, 0, length);
        if (count < length) {
            throw new AnswerException("the answer ended after " + count + " of " + length + " bytes");
        }
        if (body.read() >= 0) {
            throw new AnswerException("the answer has more than " + length + " bytes");
        }
        return bytes;
    }
}
