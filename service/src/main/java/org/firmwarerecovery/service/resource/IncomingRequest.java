package org.firmwarerecovery.service.resource;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request on a declared resource, after authentication.
 *
 * @param call who asks for what
 * @param query what stands after the question mark, undecoded
 * @param header request headers by name
 * @param body the request body; opened at most once
 */
public record IncomingRequest(
        Call call, Optional<String> query, Function<String, Optional<String>> header, BodySource body) {
    /** Opens the body of a request. */
    @FunctionalInterface
    public interface BodySource {
        /** The bytes as they come in. */
        InputStream open() throws IOException;
    }
}
