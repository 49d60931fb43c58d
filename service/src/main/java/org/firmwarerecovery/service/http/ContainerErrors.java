package org.firmwarerecovery.service.http;

import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.http.server.ErrorPageGenerator;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;

/** The error body where the container answers before or instead of the gate; replaces Grizzly's HTML page. */
final class ContainerErrors implements ErrorPageGenerator {
    @Override
    public String generate(
            Request request,
            int status,
            @Nullable String reason,
            @Nullable String description,
            @Nullable Throwable problem) {
        Response response = request.getResponse();
        Gate.setCommonHeaders(response);
        response.setContentType(GrizzlyExchange.JSON);
        // Not the request's URI: it may be what the container could not read.
        return new String(ErrorAnswers.ofStatus(status, "").body(), StandardCharsets.UTF_8);
    }
}
