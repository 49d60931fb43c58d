package org.firmwarerecovery.service.http;

import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;

/**
 * The error body where a request does not even get as far as a request: no {@code Host}, more header bytes than allowed, a
 * version nobody speaks. The container's codec would answer these with a status alone.
 */
final class HeadErrors implements AddOn {
    private final HttpLimits limits;

    HeadErrors(HttpLimits limits) {
        this.limits = limits;
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder chain) {
        int place = chain.indexOfType(HttpServerFilter.class);
        HttpServerFilter theirs = (HttpServerFilter) chain.get(place);
        Codec ours = new Codec(listener);
        ours.setAllowPayloadForUndefinedHttpMethods(theirs.isAllowPayloadForUndefinedHttpMethods());
        ours.setMaxPayloadRemainderToSkip(limits.bodyBytesMax());
        chain.set(place, ours);
    }

    /** The container's own, but for the body of errors. */
    private static final class Codec extends HttpServerFilter {
        @SuppressWarnings("deprecation") // deprecated in favour of a builder that does not exist yet
        Codec(NetworkListener listener) {
            super(
                    listener.isChunkingEnabled(),
                    listener.getMaxHttpHeaderSize(),
                    null,
                    listener.getKeepAlive(),
                    null,
                    listener.getMaxRequestHeaders(),
                    listener.getMaxResponseHeaders());
        }

        @Override
        protected HttpContent customizeErrorResponse(HttpResponsePacket response) {
            byte[] body = ErrorAnswers.ofStatus(response.getStatus(), "").body();
            response.setHeader("OData-Version", "4.0");
            response.setHeader("Cache-Control", "no-cache");
            response.setContentType(GrizzlyExchange.JSON);
            response.setContentLength(body.length);
            return HttpContent.builder(response)
                    .content(Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, body))
                    .last(true)
                    .build();
        }
    }
}
