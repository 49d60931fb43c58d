package org.firmwarerecovery.service.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.firmwarerecovery.service.event.Outlet;

/**
 * One request on a {@link RawRoute}, after authentication and the privilege check. Used by one thread; everything blocks.
 * Status and headers first, then at most one of the bodies.
 */
public interface RawExchange {
    /** The operation. */
    Call call();

    /** What stands behind the question mark, undecoded. */
    Optional<String> query();

    /** A request header. */
    Optional<String> header(String name);

    /** Length of the request body in bytes, or -1 when it is chunked. */
    long contentLength();

    /**
     * The request body. The first call lets a client that waits for {@code 100 Continue} begin; so check everything else
     * before. A body that stalls ends in a 408.
     */
    InputStream body() throws IOException;

    /** Whether only headers are wanted. A route answers a HEAD like a GET; the body is dropped. */
    boolean isHead();

    /** Sets a response header, replacing an earlier value. */
    void setHeader(String name, String value);

    /** An answer without a body. */
    void empty(int status);

    /** An answer with a small body. */
    void bytes(int status, String contentType, byte[] body) throws IOException;

    /** A JSON answer. */
    void json(int status, Object document) throws IOException;

    /** A streamed answer of known length; the caller writes exactly that much. With HEAD nothing must be written. */
    OutputStream stream(int status, String contentType, long length) throws IOException;

    /** An answer without an end, 200, that holds no thread; the connection carries nothing after it. Not with HEAD. */
    Outlet openEnded(String contentType) throws IOException;

    /** Part of a file, without a copy through the heap where the connection allows that. */
    void file(int status, String contentType, Path file, long offset, long length) throws IOException;

    /** Answers like an operation on a declared resource. */
    void reply(Reply reply) throws IOException;

    /** Reads action parameters from JSON bytes; what is wrong with them is refused by name. */
    <B> B parse(byte[] json, Class<B> type);

    /** The same from a tree. */
    <B> B parse(ObjectNode json, Class<B> type);

    /** The document of a declared resource as this caller may see it. */
    Optional<ObjectNode> document(String path);
}
