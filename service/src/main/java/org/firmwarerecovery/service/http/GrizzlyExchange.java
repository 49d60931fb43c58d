package org.firmwarerecovery.service.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.firmwarerecovery.redfish.json.RedfishMapper;
import org.firmwarerecovery.service.event.Outlet;
import org.firmwarerecovery.service.resource.Answer;
import org.firmwarerecovery.service.resource.Call;
import org.firmwarerecovery.service.resource.RawExchange;
import org.firmwarerecovery.service.resource.Reply;
import org.firmwarerecovery.service.resource.ResourceDispatch;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** A raw exchange over Grizzly. TLS cannot send files from the kernel, so bytes go through one 64 KiB buffer. */
final class GrizzlyExchange implements RawExchange {
    static final String JSON = "application/json;charset=utf-8";
    private static final int BUFFER_BYTES = 65_536;

    private final Request request;
    private final Response response;
    private final Call call;
    private final ResourceDispatch documents;
    private boolean openEnded;

    GrizzlyExchange(Request request, Response response, Call call, ResourceDispatch documents) {
        this.request = request;
        this.response = response;
        this.call = call;
        this.documents = documents;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public Optional<String> query() {
        return Optional.ofNullable(request.getQueryString());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public long contentLength() {
        return request.getContentLengthLong();
    }

    @Override
    public InputStream body() throws IOException {
        Gate.letBodyCome(request, response);
        return PacedBody.ofAnyLength(request.getInputStream(), System::nanoTime);
    }

    @Override
    public boolean isHead() {
        return call.method().equals("HEAD");
    }

    @Override
    public void setHeader(String name, String value) {
        response.setHeader(name, value);
    }

    @Override
    public void empty(int status) {
        response.setStatus(status);
        response.setContentLength(0);
    }

    @Override
    public void bytes(int status, String contentType, byte[] body) throws IOException {
        try (OutputStream out = stream(status, contentType, body.length)) {
            out.write(body);
        }
    }

    @Override
    public void json(int status, Object document) throws IOException {
        bytes(status, JSON, RedfishMapper.bytes(document));
    }

    @Override
    public OutputStream stream(int status, String contentType, long length) throws IOException {
        response.setStatus(status);
        response.setContentType(contentType);
        response.setContentLengthLong(length);
        return isHead() ? new Dropped(response.getOutputStream()) : response.getOutputStream();
    }

    @Override
    public Outlet openEnded(String contentType) throws IOException {
        response.setStatus(200);
        response.setContentType(contentType);
        response.setHeader("Connection", "close");
        request.getRequest().getProcessingState().setKeepAlive(false);
        openEnded = true;
        return GrizzlyOutlet.of(request, response);
    }

    /** Whether the answer goes on by itself. */
    boolean isOpenEnded() {
        return openEnded;
    }

    @Override
    public void file(int status, String contentType, Path file, long offset, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                OutputStream out = stream(status, contentType, length)) {
            if (isHead()) {
                return;
            }
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            long position = offset;
            long end = offset + length;
            while (position < end) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - position));
                int read = channel.read(buffer, position);
                if (read < 0) {
                    throw new IOException(file.getFileName() + " ended at " + position + " of " + end);
                }
                out.write(buffer.array(), 0, read);
                position += read;
            }
        }
    }

    @Override
    public void reply(Reply reply) throws IOException {
        write(documents.answer(reply, call), request, response);
    }

    @Override
    public <B> B parse(byte[] json, Class<B> type) {
        return documents.parse(json, type);
    }

    @Override
    public <B> B parse(ObjectNode json, Class<B> type) {
        return documents.parse(json, type);
    }

    @Override
    public Optional<ObjectNode> document(String path) {
        return documents.document(path, call.principal(), call.clientAddress());
    }

    /** Puts a finished answer on the wire. */
    static void write(Answer answer, Request request, Response response) throws IOException {
        response.setStatus(answer.status());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            response.setHeader(header.getKey(), header.getValue());
        }
        if ("close".equalsIgnoreCase(answer.headers().get("Connection"))) {
            request.getRequest().getProcessingState().setKeepAlive(false);
        }
        byte[] body = answer.body();
        if (body.length == 0) {
            if (answer.status() != 204 && answer.status() != 304) {
                response.setContentLength(0);
            }
            return;
        }
        response.setContentType(JSON);
        response.setContentLength(body.length);
        if (!request.getMethod().getMethodString().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    /** The body of a HEAD. */
    private static final class Dropped extends FilterOutputStream {
        Dropped(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) {
            // a HEAD has no body
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            // a HEAD has no body
        }
    }
}
